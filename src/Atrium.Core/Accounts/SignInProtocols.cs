namespace Atrium.Core.Accounts;

/// <summary>The protocols that an app password can be limited to, by the names that people know; doors are more than those.</summary>
public static class SignInProtocols
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = ["http", "dav", "ftp", "imap", "smtp"];

    /// <summary>The protocol behind a door.</summary>
    internal static string Of(Visit visit) => visit.Protocol switch
    {
        "https" => "http",
        var door => door,
    };

    internal static bool Allows(string protocols, Visit visit)
        => protocols.Length == 0 || protocols.Split(',').Contains(Of(visit), StringComparer.Ordinal);

    /// <summary>As it is stored: in the order above, each once.</summary>
    internal static Outcome<string> Check(IReadOnlyList<string> protocols)
    {
        foreach (var name in protocols)
        {
            if (!All.Contains(name, StringComparer.Ordinal))
                return Refused.Invalid($"An app password is for {string.Join(", ", All)}, or without a limit for all of them; '{name}' is none of them.");
        }
        return string.Join(',', All.Where(name => protocols.Contains(name, StringComparer.Ordinal)));
    }
}
