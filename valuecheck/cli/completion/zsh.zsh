#compdef valuecheck
# valuecheck completion for zsh. Save it once and source it from ~/.zshrc, after compinit:
#   valuecheck completion zsh > ~/.valuecheck.zsh
#   echo '. ~/.valuecheck.zsh' >> ~/.zshrc
_valuecheck() {
    local -a candidates
    candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    # Where there is nothing to offer, a file may be meant.
    if (( ${#${(@)candidates:#}} )); then compadd -- "${(@)candidates:#}"; else _files; fi
}
compdef _valuecheck valuecheck
