namespace Atrium.Client;

/// <summary>Files left by a link that takes them: for those who have no account.</summary>
public sealed class DropClient : TusUploads
{
    /// <summary>What stands before the token in the address of a link.</summary>
    private const string Prefix = "/s/";

    internal DropClient(Wire wire, string root)
        : base(wire, root)
    {
    }

    /// <summary>Whether an address is a link's.</summary>
    public static bool IsLink(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address is { IsAbsoluteUri: true, Scheme: "https" } && address.AbsolutePath.StartsWith(Prefix, StringComparison.Ordinal) && TokenOf(address).Length > 0;
    }

    /// <summary>Begins a file; nobody sees it before it is whole.</summary>
    /// <param name="name">What it is called; it gets another name where this one is taken.</param>
    /// <param name="size">Bytes of the whole.</param>
    /// <param name="modified">The time of modification to keep; null for that of its end.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<UploadState> BeginAsync(string name, long? size, DateTimeOffset? modified, CancellationToken cancellation)
        => BeginAsync(size, modified, cancellation, ("filename", name));

    internal static string RootOf(Uri address) => Prefix + TokenOf(address);

    private static string TokenOf(Uri address) => address.AbsolutePath[Prefix.Length..].Split('/')[0];
}
