#compdef valuecheck
# valuecheck completion for zsh. 'valuecheck completion zsh --install' loads it from ~/.zshrc; by
# hand, after compinit:
#   valuecheck completion zsh > ~/.valuecheck.zsh
#   echo '. ~/.valuecheck.zsh' >> ~/.zshrc
_valuecheck() {
    local -a candidates
    candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    # Where there is nothing to offer, a file may be meant.
    if (( ${#${(@)candidates:#}} )); then compadd -- "${(@)candidates:#}"; else _files; fi
}
# From a folder of functions this file is the function's body at its first call.
if [[ ${funcstack[1]} == _valuecheck ]]; then _valuecheck "$@"; else compdef _valuecheck valuecheck; fi
