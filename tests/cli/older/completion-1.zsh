#compdef valuecheck
# valuecheck completion for zsh. Put this line into ~/.zshrc, after compinit:
#   source <(valuecheck completion zsh)
_valuecheck() {
    local -a candidates
    candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    compadd -- "${(@)candidates:#}"
}
compdef _valuecheck valuecheck
