using System.Globalization;
using Atrium.Core;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// The parameters of a request. Strict: a parameter that the operation does not know is refused, so that a slip of the pen
/// (<c>?versoin=3</c>) is not answered with something else than was meant.
/// </summary>
internal sealed class RequestQuery
{
    /// <summary>More than any operation takes.</summary>
    private const int MaxParameters = 16;

    private static readonly RequestQuery Empty = new([]);

    private readonly List<KeyValuePair<string, string>> parameters;

    private RequestQuery(List<KeyValuePair<string, string>> parameters) => this.parameters = parameters;

    internal int Count => parameters.Count;

    /// <summary>Reads <c>name=value&amp;name</c>; a plus sign is a space, as forms and most libraries write it.</summary>
    internal static Outcome<RequestQuery> Parse(string query)
    {
        if (query.Length == 0)
            return Empty;
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var part = query.AsSpan()[range];
            if (part.IsEmpty)
                continue;
            var equals = part.IndexOf('=');
            var rawName = equals < 0 ? part : part[..equals];
            var rawValue = equals < 0 ? default : part[(equals + 1)..];
            if (!TryDecode(rawName, out var name) || !TryDecode(rawValue, out var value))
                return Refused.Invalid("The query has a percent-encoding that is broken or is not UTF-8.");
            if (parameters.Exists(p => p.Key == name))
                return Refused.Invalid($"The parameter '{name}' is given twice.");
            if (parameters.Count == MaxParameters)
                return Refused.Invalid($"A query has at most {MaxParameters} parameters.");
            parameters.Add(new(name, value));
        }
        return new RequestQuery(parameters);
    }

    private static bool TryDecode(ReadOnlySpan<char> raw, out string decoded)
        => RequestTarget.TryDecode(raw.Contains('+') ? raw.ToString().Replace('+', ' ') : raw, out decoded);

    internal bool Has(string name) => Find(name) is not null;

    /// <summary>The value; empty for a parameter without one, null where it is not given.</summary>
    internal string? Find(string name)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Key == name)
                return parameter.Value;
        }
        return null;
    }

    /// <summary>Null when all parameters are among these.</summary>
    internal Refused? Unknown(params ReadOnlySpan<string> known)
    {
        foreach (var parameter in parameters)
        {
            if (!known.Contains(parameter.Key))
            {
                return Refused.Invalid(known.IsEmpty
                    ? $"This operation takes no parameters; '{parameter.Key}' was given."
                    : $"The parameter '{parameter.Key}' is not known here; known: {string.Join(", ", known!)}.");
            }
        }
        return null;
    }

    /// <summary>A switch: absent and "false" are off; given without a value, and "true", are on.</summary>
    internal Outcome<bool> Switch(string name) => Find(name) switch
    {
        null or "false" => false,
        "" or "true" => true,
        _ => Refused.Invalid($"The parameter '{name}' is true or false."),
    };

    /// <summary>A whole number, or null where it is not given.</summary>
    internal Outcome<long?> Number(string name, long least, long greatest)
    {
        var text = Find(name);
        if (text is null)
            return (long?)null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= greatest
            ? value
            : Refused.Invalid(greatest == long.MaxValue
                ? $"The parameter '{name}' is a number from {least} on."
                : $"The parameter '{name}' is a number from {least} to {greatest}.");
    }

    /// <summary>A time (RFC 3339), or null where it is not given.</summary>
    internal Outcome<DateTimeOffset?> Time(string name)
    {
        var text = Find(name);
        if (text is null)
            return (DateTimeOffset?)null;
        return Rfc3339.TryParse(text, out var time)
            ? time
            : Refused.Invalid($"The parameter '{name}' is a time such as 2030-12-31T23:59:59Z (RFC 3339).");
    }
}
