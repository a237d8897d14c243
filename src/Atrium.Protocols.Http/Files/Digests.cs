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
            var end = value.Length > 1 && value[0] == ':' ? value[1..].IndexOf(':') : -1;
            var digest = new byte[SHA256.HashSizeInBytes + 3];
            if (end < 0 || !Convert.TryFromBase64Chars(value.Slice(1, end), digest, out var length) || length != SHA256.HashSizeInBytes)
                return Refused.Invalid("A sha-256 digest is written sha-256=:BASE64: with 32 bytes (RFC 9530).");
            found = digest[..length];
        }
        return found;
    }
}
