using System.Security.Cryptography;
using Atrium.Core;

namespace Atrium.Protocols.Http.Dav;

/// <summary>A checksum of the bytes to come, as ownCloud writes it: <c>SHA1:hex</c>.</summary>
/// <param name="Algorithm">One of those below.</param>
/// <param name="Value">In hexadecimal, of any case.</param>
internal sealed record PromisedChecksum(string Algorithm, string Value)
{
    /// <summary>One that is not known is passed over: nobody has asked for it to be kept.</summary>
    internal static Outcome<PromisedChecksum?> Parse(string text)
    {
        var colon = text.IndexOf(':');
        var (algorithm, value) = colon < 0 ? ("", "") : (text[..colon].Trim().ToUpperInvariant(), text[(colon + 1)..].Trim());
        if (colon <= 0 || value.Length == 0)
            return Refused.Invalid("OC-Checksum is written ALGORITHM:HEX, such as SHA1:da39a3ee5e6b4b0d3255bfef95601890afd80709.");
        var length = algorithm switch
        {
            "SHA256" => SHA256.HashSizeInBytes,
            "SHA1" => SHA1.HashSizeInBytes,
            "MD5" => MD5.HashSizeInBytes,
            "ADLER32" => sizeof(uint),
            _ => 0,
        };
        if (length == 0)
            return (PromisedChecksum?)null;
        return value.Length == 2 * length && value.All(char.IsAsciiHexDigit)
            ? new PromisedChecksum(algorithm, value)
            : Refused.Invalid($"OC-Checksum of {algorithm} has {2 * length} hexadecimal digits.");
    }

    /// <summary>What computes it.</summary>
    internal IChecksum Begin() => Algorithm switch
    {
        "SHA256" => new HashChecksum(HashAlgorithmName.SHA256),
        "SHA1" => new HashChecksum(HashAlgorithmName.SHA1),
        "MD5" => new HashChecksum(HashAlgorithmName.MD5),
        _ => new Adler32(),
    };
}

/// <summary>A checksum that is being computed.</summary>
internal interface IChecksum : IDisposable
{
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>In hexadecimal, lower case.</summary>
    string End();
}

/// <summary>One of .NET's. Of the weak ones nothing but a transmission error is expected to be found.</summary>
internal sealed class HashChecksum(HashAlgorithmName name) : IChecksum
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(name);

    public void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    public string End() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}

/// <summary>RFC 1950, 8.2.</summary>
internal sealed class Adler32 : IChecksum
{
    private const uint Modulus = 65521;

    /// <summary>The most bytes of 255 that keep the second sum within 32 bits before it is reduced.</summary>
    private const int Run = 5552;

    private uint a = 1, b;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            foreach (var value in bytes[..Math.Min(Run, bytes.Length)])
            {
                a += value;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            bytes = bytes[Math.Min(Run, bytes.Length)..];
        }
    }

    public string End() => ((b << 16) | a).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        // Holds nothing.
    }
}
