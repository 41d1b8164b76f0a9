# valuecheck completion for bash. Put this line into ~/.bashrc:
#   source <(valuecheck completion bash)
_valuecheck() {
    # Not COMP_WORDS: bash splits words at @ and =, which tags and options contain.
    local typed=${COMP_LINE:0:COMP_POINT} word candidate
    local -a words
    read -r -a words <<<"$typed"
    if [[ $typed == *[[:space:]] ]]; then words+=(""); fi
    word=${words[${#words[@]} - 1]}
    # What bash took for finished words stays on the line, so it must not come twice.
    local kept=${word%"${COMP_WORDS[COMP_CWORD]}"}
    if [[ ${COMP_WORDS[COMP_CWORD]} == @ ]]; then kept=''; fi
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("${candidate#"$kept"}")
    done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
}
complete -F _valuecheck valuecheck
