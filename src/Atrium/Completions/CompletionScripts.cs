namespace Atrium.Completions;

/// <summary>What each shell must be told: it asks the program itself, which asks the running server for names.</summary>
internal static class CompletionScripts
{
    internal const string Bash = """
        # Completion of atrium for bash: source <(atrium completion bash)
        _atrium() {
            local word
            COMPREPLY=()
            while IFS= read -r word; do
                COMPREPLY+=("$(printf '%q' "$word")")
            done < <("${COMP_WORDS[0]}" completion suggest -- "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _atrium atrium

        """;

    internal const string Zsh = """
        # Completion of atrium for zsh: source <(atrium completion zsh)
        _atrium() {
            local -a found
            found=("${(@f)$("${words[1]}" completion suggest -- "$CURSOR" "$BUFFER" 2>/dev/null)}")
            if [[ -n "${found[1]}" ]]; then
                compadd -- "${found[@]}"
            else
                _files
            fi
        }
        compdef _atrium atrium

        """;

    internal const string Fish = """
        # Completion of atrium for fish: atrium completion fish > ~/.config/fish/completions/atrium.fish
        complete -c atrium -f -a '(atrium completion suggest -- (commandline -C) (commandline) 2>/dev/null)'
        complete -c atrium -n '__fish_seen_subcommand_from import export put get' -F

        """;
}
