namespace Atrium.Conformance.Faults;

/// <summary>One system call of the server, with its place in the order of all of them.</summary>
/// <param name="Thread">Who called.</param>
/// <param name="Name">Such as fsync.</param>
/// <param name="Text">Its arguments and its result, as strace writes them.</param>
/// <param name="Started">Line of the log on which it began.</param>
/// <param name="Finished">Line on which it returned; after all others when it never did.</param>
internal sealed record SystemCall(int Thread, string Name, string Text, int Started, int Finished)
{
    public bool IsInjected => Text.EndsWith("(INJECTED)", StringComparison.Ordinal);

    public bool IsSync => Name is "fsync" or "fdatasync";

    public bool IsWrite => Name is "pwrite64" or "pwritev" or "pwritev2" or "write" or "writev";

    public bool IsSend => Name is "write" or "writev" or "sendto" or "sendmsg";

    public bool IsReceive => Name is "read" or "readv" or "recvfrom" or "recvmsg";

    /// <summary>What it returned; -1 for an error, null when it never returned.</summary>
    public long? Result =>
        long.TryParse(Text[(Text.LastIndexOf(" = ", StringComparison.Ordinal) + 3)..].Split(' ', '<')[0], out var result) ? result : null;

    /// <summary>The path, or the addresses, of the descriptor in the first argument (strace -yy); empty when it is none.</summary>
    public string Path
    {
        get
        {
            var open = Text.IndexOf('<', StringComparison.Ordinal);
            if (open <= 0 || Text.AsSpan(0, open).ContainsAnyExceptInRange('0', '9'))
                return "";
            // A socket's addresses have an arrow in them: TCP:[127.0.0.1:443->127.0.0.1:5000].
            var socket = Text.IndexOf("]>", open, StringComparison.Ordinal);
            var close = Text.AsSpan(open).StartsWith("<TCP") && socket >= 0 ? socket + 1 : Text.IndexOf('>', open);
            return close < 0 ? "" : Text[(open + 1)..close];
        }
    }

    /// <summary>The n-th quoted text among the arguments, from 0.</summary>
    public string Quoted(int n) => Text.Split('"') is var parts && parts.Length > (2 * n) + 1 ? parts[(2 * n) + 1] : "";

    public override string ToString() => $"{Started}-{Finished} [{Thread}] {Name}({Text}";
}
