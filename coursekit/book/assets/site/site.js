// 파일로 연 쪽(file://)에서는 다른 쪽을 읽을 수 없으므로, 찾은 쪽의 요약을 가져오지 않습니다.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
