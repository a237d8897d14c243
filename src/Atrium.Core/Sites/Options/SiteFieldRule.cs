namespace Atrium.Core.Sites.Options;

/// <summary>Which fields a site may say that its answers have.</summary>
public static class SiteFieldRule
{
    private const string Connection = "It belongs to the connection.", Bytes = "The server says it itself.",
        Password = "Who may come in is an option of the site: atrium site set HOST sign-in";

    /// <summary>
    /// What the server says about the connection, about the bytes, or who it is; a wrong one makes an answer that cannot be read. A cookie
    /// would be the same for all visitors, and kept by caches; HSTS is about all that the name will ever be, and for the operator to say.
    /// </summary>
    private static readonly Dictionary<string, string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept-Ranges"] = Bytes, ["Age"] = Bytes, ["Allow"] = Bytes, ["Alt-Svc"] = Connection, ["Connection"] = Connection, ["Content-Encoding"] = Bytes,
        ["Content-Length"] = Bytes, ["Content-Range"] = Bytes, ["Date"] = Bytes, ["ETag"] = Bytes, ["Keep-Alive"] = Connection, ["Last-Modified"] = Bytes,
        ["Location"] = "Where an address leads is written in _redirects.", ["Proxy-Authenticate"] = Connection, ["Proxy-Connection"] = Connection,
        ["Server"] = Bytes, ["Set-Cookie"] = "A cookie here would be the same for all visitors.", ["TE"] = Connection, ["Trailer"] = Connection,
        ["Transfer-Encoding"] = Connection, ["Upgrade"] = Connection, ["WWW-Authenticate"] = Password, ["Basic-Auth"] = Password,
        ["Strict-Transport-Security"] = "It binds all that this name will ever be, so it is an option of the site: atrium site set HOST hsts",
    };

    /// <summary>Why a name is none that can be set; null when it can.</summary>
    public static Refused? CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        // RFC 9110, 5.6.2.
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)))
            return Refused.Invalid($"'{name}' is no name of a field: letters, digits and hyphens, and the colon right behind it.");
        return Forbidden.TryGetValue(name, out var why) ? Refused.Invalid($"{name} is not set here. {why}") : null;
    }

    /// <summary>Reads <c>Name: value</c>.</summary>
    public static Outcome<(string Name, string Value)> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':');
        if (colon <= 0)
            return Refused.Invalid("A field is written as Name: value.");
        var (name, value) = (text[..colon], text[(colon + 1)..].Trim(' ', '\t'));
        if (CheckName(name) is { } refused)
            return refused;
        if (value.Length == 0)
            return Refused.Invalid($"{name} has no value.");
        // RFC 9110, 5.5: what is beyond ASCII has no meaning in a field that all agree on.
        return value.Any(c => c is (< ' ' or > '~') and not '\t')
            ? Refused.Invalid($"The value of {name} has a character that fields cannot carry: only visible ASCII.")
            : (name, value);
    }
}
