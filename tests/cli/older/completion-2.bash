# valuecheck completion for bash. Save it once and source it from ~/.bashrc, which costs no start:
#   valuecheck completion bash > ~/.valuecheck.bash
#   echo '. ~/.valuecheck.bash' >> ~/.bashrc
_valuecheck() {
    # Not COMP_WORDS: bash splits words at @ and =, which tags and options contain.
    local typed=${COMP_LINE:0:COMP_POINT} word candidate
    local -a words
    read -r -a words <<<"$typed"
    if [[ $typed == *[[:space:]] ]]; then words+=(""); fi
    word=${words[${#words[@]} - 1]}
    # Bash replaces $2 alone; what stands before it in the word must not come twice.
    local kept=${word%"$2"}
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("${candidate#"$kept"}")
    done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
}
complete -F _valuecheck valuecheck
