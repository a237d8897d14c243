using System.CommandLine;

namespace Atrium.Remote;

/// <summary>The address of a server as a person writes it: https://files.example.org:8443, or without the https.</summary>
internal static class ServerAddress
{
    internal const string Forms = "an address such as https://files.example.org or files.example.org:8443";

    /// <summary>Reads it; false when it is none, or not for TLS.</summary>
    internal static bool TryParse(string text, out Uri address, out string? account)
    {
        (address, account) = (null!, null);
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"{Uri.UriSchemeHttps}://{text}";
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var parsed) || parsed.Scheme != Uri.UriSchemeHttps || parsed.Host.Length == 0
            || parsed.PathAndQuery != "/" || parsed.Fragment.Length > 0)
            return false;
        if (parsed.UserInfo.Length > 0)
        {
            // A password there would be in the history of the shell, and in the list of processes.
            if (parsed.UserInfo.Contains(':', StringComparison.Ordinal))
                return false;
            account = Uri.UnescapeDataString(parsed.UserInfo);
        }
        address = new UriBuilder(parsed) { UserName = "", Password = "" }.Uri;
        return true;
    }

    /// <summary>What a login is called when nothing else is said: the host, with its port where it is not the usual one.</summary>
    internal static string DefaultName(Uri address) => address.Authority;

    internal static Argument<string?> Argument() => new("URL")
    {
        Description = "The server: https://HOST, with :PORT where it is not 443",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (!TryParse(text, out _, out _))
                result.AddError($"URL takes {Forms}, without a path and without a password; '{text}' is none.");
            return text;
        },
    };
}
