// 찾기의 계산: 질의를 색인의 낱말로 나누고, 절마다 점수를 매기고, 요약을 만듭니다. 화면은 모릅니다.
// 브라우저와 node에서 같이 돕니다. 낱말을 나누는 분석기는 빌드할 때만 있습니다(coursekit/book/search_words.py).
(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = Object.fromEntries([...DIGITS].map((char, value) => [char, value]));
  const HANGUL = /[가-힣]/;
  const ALNUM = /[a-z0-9_]/;

  // 명사 뒤의 조사와, 명사를 풀이말로 만드는 말
  const AFTER_NOUN = new Set(
    ("은 는 이 가 을 를 의 에 로 와 과 도 만 랑 란 께 야 요 인 일 나 든 다 별 용 식 적 들 시 전 후 중 " +
      "이란 으로 에서 에게 부터 까지 처럼 보다 이나 라는 이라는 이랑 하고 라고 이라고 마다 조차 밖에 대로 " +
      "이야 예요 이에요 입니다 이다 인가 인가요 인지 일까 일까요 이면 이라면 라면 에는 에도 에서는 으로는 로는 에서의 과의 와의 " +
      "하다 하는 하면 하기 할 한 한다 해 해서 해야 했다 합니다 하려면 하지 하나 하나요 하는데 하게 해도 해요 " +
      "되다 되는 되면 되기 될 된 된다 돼 돼서 되나 되나요 됩니다 되지 되어 됨 함 " +
      "시키는 시키면 시키기 시킬 시켜 화 화하면 화하기 화하는 이랑은 뭐야 뭔가요 뭐예요 뭐임 뭔데 뭐지 뭐에요").split(" "),
  );
  const AFTER_VERB = new Set(
    ("다 는 은 을 ㄴ 고 면 으면 서 어 아 여 어서 아서 여서 려면 으려면 려고 는데 나 나요 는지 은지 ㄴ지 지 지요 죠 기 게 음 " +
      "니다 습니다 니까 으니까 어요 아요 여요 요 야 어야 아야 는가 는가요 ㄴ다 는다 었다 았다 도 어도 아도 지만 며 으며 던 " +
      "까 을까 을까요 까요 냐 네 는법 수록 을수록 도록 지않는 지않게 려 으려 러 으러").split(" "),
  );
  // 무엇을 찾는지는 말하지 않는 말들: 다른 말이 하나라도 있으면 버립니다.
  const ASKING = new Set(
    ("뭐 뭐야 뭔가 뭔가요 뭔지 뭐지 뭐예요 뭐에요 뭐임 무엇 무엇인가 무엇인가요 무슨 왜 어떻게 어떤 언제 어디 얼마 얼마나 어느 이유 방법 " +
      "뜻 의미 설명 정의 개념 원리 법 경우 때 것 수 좀 알려줘 알려주세요 알려 가르쳐줘 하나요 하나 인가요 하는 하면 할 해 되나 되나요 되는 되면 " +
      "될 된 돼 안될 안돼 있나 있나요 있는 너무 더 안 못 그 이 저 및 또는 대한 대해 관련 예시 예제 쉽게 정리 구하는 구하기 필요해 필요한가 필요 쓰는 쓰나 쓰이는 사용 사용법 " +
      "좋은 좋나 좋은가 좋아 잘 nn np torch optim self the of and a an in to is for on with what why how vs does do").split(" "),
  );

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/×/g, "x");

  // 글자를 자모로 풉니다. 치는 도중의 받침과 다음 글자의 첫소리가 같아지도록 둘을 가리지 않습니다.
  const FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  const MIDDLE = ["ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ"];
  const LAST = ["", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ"];
  const DOUBLED = { ㅘ: "ㅗㅏ", ㅙ: "ㅗㅐ", ㅚ: "ㅗㅣ", ㅝ: "ㅜㅓ", ㅞ: "ㅜㅔ", ㅟ: "ㅜㅣ", ㅢ: "ㅡㅣ", ㄳ: "ㄱㅅ", ㄵ: "ㄴㅈ", ㄶ: "ㄴㅎ", ㄺ: "ㄹㄱ", ㄻ: "ㄹㅁ", ㄼ: "ㄹㅂ", ㅄ: "ㅂㅅ" };
  const jamo = (text) =>
    [...text]
      .map((char) => {
        const code = char.charCodeAt(0) - 0xac00;
        if (code < 0 || code >= 11172) return DOUBLED[char] ?? char;
        return FIRST[Math.floor(code / 588)] + MIDDLE[Math.floor((code % 588) / 28)] + LAST[code % 28];
      })
      .join("");

  // 두 말이 몇 자모 다른지(이웃한 둘이 바뀐 것도 하나). `most`를 넘으면 그만둡니다.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  const RAREST = 4.5; // 아무리 드문 말도 이보다 크게 치지 않습니다.
  const TITLED = 0.6; // 제목에 있어야 나오는 점수
  const UNDER = 0.2;
  // 풀이말과 수는 무엇을 찾는지보다 무엇이 궁금한지를 말합니다.
  const importance = (unit) => (unit.kind === "verb" ? 0.35 : /^[0-9]/.test(unit.form) && !unit.form.includes("x") ? 0.35 : unit.kind === "word" ? 0.8 : 1);

  class Search {
    constructor(index) {
      this.index = index;
      this.count = index.entries.length;
      this.words = index.words.split(" ");
      this.codes = index.places.split(" ");
      this.number = new Map(this.words.map((word, at) => [word, at]));
      this.cache = new Map();
      this.lexicon = new Map(); // 치는 꼴 → 그 꼴이 가리키는 낱말들 [{word, weight}]와 종류
      this.stems = new Map(); // 용언의 어간으로 볼 꼴. `세`처럼 명사와 꼴이 같은 것이 있어 따로 둡니다.
      this.longest = 1;
      for (const word of this.words) {
        if (!word.startsWith("#") && !(word in index.verbs)) this.learn(word, "word", word, 1);
      }
      for (const [word, surfaces] of Object.entries(index.verbs)) {
        for (const surface of surfaces.split(" ")) {
          const known = this.stems.get(surface) ?? { form: surface, kind: "verb", means: [] };
          known.means.push({ word, weight: 0.6 });
          this.stems.set(surface, known);
        }
      }
      for (const [term, forms] of Object.entries(index.names)) {
        for (const form of forms.split("|")) this.learn(form, "name", `#${term}`, 1);
      }
      for (const word of Object.keys(index.verbs)) {
        // `뒤집기`로 굳은 명사는 `뒤집다`도 뜻합니다. `기울기`처럼 용어인 것은 그 뜻뿐입니다.
        const noun = `${word.slice(0, -1)}기`;
        if (this.lexicon.get(noun)?.kind === "word") this.learn(noun, "word", word, 0.7);
      }
      this.join(index.groups);
      this.pages = new Map(); // 쪽의 첫 결과(장 전체) → 그 쪽의 나머지 결과들
      const firsts = new Map();
      index.entries.forEach(([page], place) => {
        if (firsts.has(page)) this.pages.get(firsts.get(page)).push(place);
        else this.pages.set(firsts.set(page, place).get(page), []);
      });
      this.spelled = [...this.lexicon.values()].map((one) => [jamo(one.form), one]);
    }

    learn(form, kind, word, weight) {
      if (!form) return;
      const known = this.lexicon.get(form);
      if (!known) {
        this.lexicon.set(form, { form, kind, means: [{ word, weight }] });
        this.longest = Math.max(this.longest, form.length);
      } else if (!known.means.some((one) => one.word === word)) {
        // 용어의 이름이기도 한 낱말은 용어로 봅니다. 낱말로서도 조금은 칩니다.
        if (kind === "name" && known.kind !== "name") {
          known.means = [{ word, weight }, ...known.means.map((one) => ({ ...one, weight: one.weight * 0.35 }))];
          known.kind = "name";
        } else known.means.push({ word, weight });
      }
    }

    join(groups) {
      for (const group of groups) {
        const forms = group.map((word) => fold(word).replace(/[^\p{L}\p{N}_]/gu, ""));
        const means = new Map();
        for (const form of forms) {
          const stem = form.endsWith("다") && form in this.index.verbs ? form : null;
          if (stem) means.set(stem, 0.5);
          for (const one of this.lexicon.get(form)?.means ?? []) means.set(one.word, Math.max(one.weight, means.get(one.word) ?? 0));
        }
        for (const form of forms) {
          if (form.endsWith("다") && form in this.index.verbs) continue;
          const known = this.lexicon.get(form);
          for (const [word, weight] of means) {
            if (!known) this.learn(form, "word", word, weight);
            else if (!known.means.some((one) => one.word === word)) known.means.push({ word, weight: weight * 0.6 });
          }
        }
      }
    }

    places(word) {
      let found = this.cache.get(word);
      if (!found) {
        found = [];
        const at = this.number.get(word);
        const code = at === undefined ? "" : this.codes[at];
        for (let i = 0, place = -1; i < code.length; ) {
          let gap = 0;
          let scale = 1;
          let digit = VALUE[code[i++]];
          for (; digit >= 32; digit = VALUE[code[i++]]) {
            gap += (digit - 32) * scale;
            scale *= 32;
          }
          place += gap + digit * scale;
          found.push([place, VALUE[code[i++]] / 63]);
        }
        this.cache.set(word, found);
      }
      return found;
    }

    // 질의를 낱말로 나눕니다: 값이 가장 싼 길 찾기. 띄어쓰기는 참고만 합니다.
    parse(query) {
      const typed = fold(query).replace(/[\u1100-\u11ffㄱ-ㅣ]+$/u, "");
      const eojeols = (typed.match(/[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/gu) ?? []).map((one) => one.replaceAll("-", ""));
      const flat = eojeols.join("");
      const open = new Set([0]); // 어절이 시작하는 자리
      eojeols.reduce((at, one) => (open.add(at + one.length), at + one.length), 0);
      const inside = (at) => !open.has(at) && at > 0 && at < flat.length && ALNUM.test(flat[at - 1]) && ALNUM.test(flat[at]);
      const best = Array.from({ length: flat.length + 1 }, () => new Map());
      best[0].set("start", { cost: 0, steps: null });
      const put = (at, state, cost, from, step) => {
        const now = best[at].get(state);
        if (!now || cost < now.cost) best[at].set(state, { cost, from, step });
      };
      for (let at = 0; at < flat.length; at += 1) {
        if (inside(at)) continue;
        for (const [state, path] of [...best[at]]) {
          const fresh = open.has(at);
          const now = fresh ? "start" : state;
          const here = { at, state };
          if (now !== "end" || fresh) {
            for (let size = Math.min(this.longest, flat.length - at); size > 0; size -= 1) {
              if (inside(at + size)) continue;
              const form = flat.slice(at, at + size);
              const short = form.length === 1 && HANGUL.test(form);
              if (short && !fresh) continue;
              let crossed = 0;
              for (let k = at + 1; k < at + size; k += 1) crossed += open.has(k);
              for (const found of [this.lookup(form), crossed ? null : this.stems.get(form)]) {
                if (!found) continue;
                const verb = found.kind === "verb";
                const spaced = found.kind === "name" ? 0 : (ALNUM.test(form) ? 1.2 : 0.4) * crossed;
                const cost = { name: 1, word: 1.1, verb: 1.5 }[found.kind] + (short ? 0.8 : 0) + (fresh ? 0 : 0.3) + spaced;
                put(at + size, verb ? "verb" : "noun", path.cost + cost, here, { form, found });
              }
            }
          }
          if (fresh) {
            for (let size = Math.min(6, flat.length - at); size > 0; size -= 1) {
              const form = flat.slice(at, at + size);
              if (ASKING.has(form) && !inside(at + size)) put(at + size, "asking", path.cost + 0.6, here, { form, asking: true });
            }
          } else {
            const endings = state === "verb" ? AFTER_VERB : AFTER_NOUN;
            for (let size = Math.min(5, flat.length - at); size > 0; size -= 1) {
              const form = flat.slice(at, at + size);
              let spaced = false;
              for (let k = at + 1; k < at + size; k += 1) spaced ||= open.has(k);
              if (!spaced && (endings.has(form) || (state === "end" && AFTER_VERB.has(form)))) put(at + size, "end", path.cost + 0.15, here, null);
            }
          }
          let size = 1;
          while (inside(at + size)) size += 1;
          put(at + size, "unknown", path.cost + 3 * (ALNUM.test(flat[at]) ? 1.5 : 1), here, { form: flat.slice(at, at + size), unknown: true });
        }
      }
      let state = [...best[flat.length]].sort((a, b) => a[1].cost - b[1].cost)[0]?.[0];
      const steps = [];
      for (let at = flat.length; at > 0 && state; ) {
        const { from, step } = best[at].get(state);
        if (step) steps.unshift({ ...step, at: from.at });
        ({ at, state } = from);
      }
      return { typed, flat, eojeols, steps, composing: typed !== fold(query) };
    }

    lookup(form) {
      const found = this.lexicon.get(form);
      if (found || !/^[a-z]{4,}s$/.test(form)) return found;
      return this.lexicon.get(form.slice(0, -1));
    }

    // 나눈 질의에서 찾을 것들을 만듭니다. 모르는 말은 앞부분이나 가까운 말로 바꾸어 봅니다.
    units(query) {
      const parsed = this.parse(query);
      const starts = [];
      parsed.eojeols.reduce((at, one) => (starts.push(at), at + one.length), 0);
      const eojeolOf = (at) => starts.findLastIndex((start) => start <= at);
      const lost = new Map(); // 어절 → 모르는 글자의 수
      for (const step of parsed.steps) {
        if (step.unknown) lost.set(eojeolOf(step.at), (lost.get(eojeolOf(step.at)) ?? 0) + step.form.length);
      }
      const ends = /[\s]$/.test(query) ? -1 : parsed.eojeols.length - 1; // 아직 치고 있을 어절
      const units = [];
      const asking = [];
      const missing = [];
      const done = new Set();
      for (const step of parsed.steps) {
        const eojeol = eojeolOf(step.at);
        const word = parsed.eojeols[eojeol];
        if (lost.has(eojeol) && step.found?.kind !== "name") {
          if (done.has(eojeol)) continue;
          done.add(eojeol);
          const named = parsed.steps.some((one) => one.found?.kind === "name" && eojeolOf(one.at) === eojeol);
          const guess = this.guess(word, eojeol === ends);
          if (guess) units.push(guess);
          else if (!named && /\p{L}/u.test(word)) missing.push(word);
        } else if (step.asking) asking.push(step);
        else if (step.found) units.push({ form: step.form, kind: step.found.kind, means: step.found.means });
      }
      if (parsed.composing && units.length && ends >= 0) this.widen(units.at(-1), parsed.eojeols.at(-1));
      const known = [];
      for (const unit of units) if (!known.some((one) => one.form === unit.form)) known.push(unit);
      if (!known.length) {
        for (const step of asking) {
          const found = this.lookup(step.form);
          if (found) known.push({ form: step.form, kind: found.kind, means: found.means });
        }
      }
      return { units: known, missing };
    }

    // 모르는 어절 하나: 치는 중이면 앞부분이 같은 말, 아니면 자모 한둘이 다른 말.
    guess(word, typing) {
      const letters = jamo(word);
      if (typing && letters.length >= 3) {
        const found = this.spelled.filter(([spelling]) => spelling.startsWith(letters)).map(([, one]) => one);
        if (found.length) {
          const means = new Map();
          for (const one of found.sort((a, b) => (b.kind === "name") - (a.kind === "name") || a.form.length - b.form.length).slice(0, 8)) {
            for (const mean of one.means) means.set(mean.word, Math.max(means.get(mean.word) ?? 0, 0.8 * mean.weight));
          }
          return { form: word, kind: "prefix", means: [...means].map(([to, weight]) => ({ word: to, weight })) };
        }
      }
      for (const cut of [word, word.replace(/(이란|에서|으로|은|는|이|가|을|를|의|에|란|도)$/, "")]) {
        const spelling = jamo(cut);
        if (spelling.length < 6) continue;
        const most = spelling.length >= 11 ? 2 : 1;
        let near = null;
        for (const [other, one] of this.spelled) {
          if (other[0] !== spelling[0] || other.length < 5) continue;
          const far = distance(spelling, other, most) + (one.kind === "name" ? 0 : 0.5);
          if (far <= most + 0.5 && (!near || far < near.far)) near = { far, one };
        }
        if (near && near.far < most + 1) {
          return { form: near.one.form, kind: "near", typed: word, means: near.one.means.map((mean) => ({ ...mean, weight: 0.8 * mean.weight })) };
        }
      }
      return null;
    }

    widen(unit, word) {
      const guess = this.guess(word, true);
      if (guess?.kind === "prefix") {
        for (const mean of guess.means) if (!unit.means.some((one) => one.word === mean.word)) unit.means = [...unit.means, { ...mean, weight: 0.4 * mean.weight }];
      }
    }

    rarity(word) {
      const found = this.places(word).length;
      return found ? Math.log(1 + (this.count - found + 0.5) / (found + 0.5)) : 0;
    }

    // 결과를 점수의 차례로. 모든 낱말이 나오는 절이 앞섭니다.
    find(query, most = 12) {
      const { units, missing } = this.units(query);
      const scores = new Float64Array(this.count);
      const covered = new Float64Array(this.count);
      let total = 0;
      for (const unit of units) {
        const own = new Map();
        const raise = (place, score) => own.set(place, Math.max(own.get(place) ?? 0, score));
        for (const { word, weight } of unit.means) {
          const rarity = Math.min(RAREST, this.rarity(word));
          for (const [place, score] of this.places(word)) {
            raise(place, weight * rarity * score);
            // 장의 제목에 있는 말은 그 장의 절들이 되풀이해 적지 않습니다.
            if (units.length > 1 && score >= TITLED) for (const part of this.pages.get(place) ?? []) raise(part, UNDER * weight * rarity);
          }
        }
        const matter = importance(unit);
        total += matter;
        for (const [place, score] of own) {
          scores[place] += matter * score;
          covered[place] += matter;
        }
      }
      const results = [];
      for (let place = 0; place < this.count; place += 1) {
        if (scores[place] <= 0) continue;
        const [page, kind, anchor, number, title, parent, prior, text] = this.index.entries[place];
        const score = scores[place] * prior * (covered[place] / total) ** 1.5;
        results.push({ place, score, page: this.index.pages[page], kind, anchor, number, title, parent, text });
      }
      // 점수가 같으면 책에 먼저 나오는 쪽이 앞섭니다.
      results.sort((a, b) => b.score - a.score || a.place - b.place);
      const best = results[0]?.score ?? 0;
      const worthy = results.filter((one) => one.score > 0.12 * best);
      return { units, missing, meaning: this.meaning(units), total: worthy.length, results: worthy.slice(0, most) };
    }

    // 질의가 용어 하나이면 용어집의 뜻을 따로 내놓습니다.
    meaning(units) {
      if (units.length !== 1 || units[0].kind !== "name") return null;
      const anchor = `term-${units[0].means[0].word.slice(1)}`;
      const place = this.index.entries.findIndex((one) => one[1] === 3 && one[2] === anchor);
      if (place < 0) return null;
      const [page, kind, , number, title, parent, , text] = this.index.entries[place];
      return { place, page: this.index.pages[page], kind, anchor, number, title, parent, text };
    }

    // 글에서 표시할 자리들: 찾은 말이 그대로, 또는 다른 이름이나 바뀐 꼴로 나온 곳.
    marks(text, units) {
      const forms = new Set();
      for (const unit of units) {
        if (unit.kind !== "prefix") forms.add(unit.form);
        for (const { word, weight } of unit.means) {
          if (word.startsWith("#")) for (const form of this.index.names[word.slice(1)]?.split("|") ?? []) forms.add(form);
          else if (word in this.index.verbs) for (const form of this.index.verbs[word].split(" ")) form.length > 1 && forms.add(form);
          else if (weight > 0.3) forms.add(word);
        }
      }
      const map = [];
      let flat = "";
      for (let i = 0; i < text.length; i += 1) {
        const char = fold(text[i]);
        if (/[\p{L}\p{N}_]/u.test(char) && char.length === 1) {
          flat += char;
          map.push(i);
        }
      }
      const spans = [];
      for (const form of forms) {
        if (form.length < 2) continue;
        for (let at = flat.indexOf(form); at >= 0; at = flat.indexOf(form, at + 1)) {
          const start = map[at];
          const end = map[at + form.length - 1] + 1;
          const latin = /^[a-z0-9_]+$/.test(form);
          if (latin && (/[A-Za-z0-9_]/.test(text[start - 1] ?? "") || /[A-Za-z0-9_]/.test((text[end] ?? "").replace("s", "")))) continue;
          if (end - start <= form.length + 3 && !(start > 0 && form.length < 3 && HANGUL.test(form) && HANGUL.test(text[start - 1]))) spans.push([start, end]);
        }
      }
      spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
      return spans.filter((span, i) => !spans.slice(0, i).some((other) => span[0] < other[1]));
    }

    // 찾은 말이 가장 많이 모인 곳의 글 한 도막과, 그 안에서 표시할 자리.
    snippet(text, units, size = 110) {
      const spans = this.marks(text, units);
      let from = 0;
      let most = -1;
      for (const [start] of spans) {
        const inside = spans.filter((one) => one[0] >= start && one[1] <= start + size);
        const kinds = new Set(inside.map(([a, b]) => fold(text.slice(a, b)).replace(/\s/g, "")));
        const worth = kinds.size * 3 + inside.length;
        if (worth > most) [most, from] = [worth, start];
      }
      // 되도록 문장의 처음에서 시작합니다.
      const sentence = Math.max(text.lastIndexOf(". ", from), text.lastIndexOf("? ", from)) + 2;
      let start = from - sentence <= 60 && sentence > 1 ? sentence : from < 60 ? 0 : text.indexOf(" ", from - 30) + 1;
      start = Math.min(start, from);
      let end = Math.min(text.length, start + size);
      if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + 40);
      const cut = text.slice(start, end);
      const inside = spans.filter(([a, b]) => a >= start && b <= end).map(([a, b]) => [a - start, b - start]);
      return { text: cut, marks: inside, before: start > 0, after: end < text.length };
    }
  }

  globalThis.CourseSearch = Search;
})();
