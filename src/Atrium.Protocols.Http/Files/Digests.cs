using System.Security.Cryptography;
using Atrium.Core;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary>Content-Digest and Repr-Digest (RFC 9530) with sha-256; other algorithms are passed over, as its section 2 allows.</summary>
internal static class Digests
{
    /// <summary>The SHA-256 that the body must have; null where the client did not say.</summary>
    internal static Outcome<byte[]?> Read(IHeaderDictionary fields)
    {
        if (!Find(fields["Content-Digest"].ToString()).Try(out var content, out var refused)
            || !Find(fields["Repr-Digest"].ToString()).Try(out var representation, out refused))
            return refused;
        if (content is not null && representation is not null && !content.AsSpan().SequenceEqual(representation))
            return Refused.Invalid("Content-Digest and Repr-Digest contradict each other: a stored file is its content.");
        return content ?? representation;
    }

    /// <summary>The member sha-256 of a dictionary (RFC 9651, 3.2) whose values are byte sequences: <c>sha-256=:BASE64:</c>.</summary>
    private static Outcome<byte[]?> Find(string field)
    {
        if (field.Length == 0)
            return (byte[]?)null;
        byte[]? found = null;
        foreach (var part in field.AsSpan().Split(','))
        {
            var member = field.AsSpan()[part].Trim(" \t");
            var equals = member.IndexOf('=');
            if (equals < 0 || !member[..equals].Equals("sha-256", StringComparison.Ordinal))
                continue;
            var value = member[(equals + 1)..];
            if (Bytes(value) is not { Length: SHA256.HashSizeInBytes } digest)
                return Refused.Invalid("A sha-256 digest is written sha-256=:BASE64: with 32 bytes (RFC 9530).");
            // RFC 9651, 4.2.2: the last one counts.
            found = digest;
        }
        return found;
    }

    /// <summary>A byte sequence (RFC 9651, 3.3.5), with or without parameters behind it; null for anything else.</summary>
    private static byte[]? Bytes(ReadOnlySpan<char> value)
    {
        var end = value.Length > 1 && value[0] == ':' ? value[1..].IndexOf(':') : -1;
        if (end < 0 || (value[(end + 2)..] is [var next, ..] && next != ';'))
            return null;
        var base64 = value.Slice(1, end);
        var bytes = new byte[SHA256.HashSizeInBytes + 3];
        // .NET passes over white space, which does not belong there.
        return !base64.ContainsAny(" \t") && Convert.TryFromBase64Chars(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
