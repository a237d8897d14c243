using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Ports;

namespace Atrium.Core.Shares;

/// <summary>
/// Stands in a browser for the password of a link, so that it is not asked, and not hashed, for each picture of a folder. Under a key that dies
/// with the process, bound to the link and to its password, and good for some hours.
/// </summary>
internal sealed class ShareProofs(TimeProvider clock)
{
    /// <summary>As long as somebody looks through a folder in a day.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    internal string Make(ShareRow row)
    {
        var until = (clock.GetUtcNow() + Lifetime).UtcTicks;
        return Base64Url.EncodeToString([.. Bytes(until), .. Sign(row, until)]);
    }

    internal bool Holds(ShareRow row, string proof)
    {
        // A long one is nobody's of ours, and not decoded.
        if (proof.Length > 100 || !Base64Url.IsValid(proof))
            return false;
        var bytes = Base64Url.DecodeFromChars(proof);
        if (bytes.Length != sizeof(long) + HMACSHA256.HashSizeInBytes)
            return false;
        var until = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return until > clock.GetUtcNow().UtcTicks && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(sizeof(long)), Sign(row, until));
    }

    private byte[] Sign(ShareRow row, long until)
        => HMACSHA256.HashData(key, (byte[])[.. Bytes(until), .. Bytes(row.Id), .. Encoding.UTF8.GetBytes(row.Password ?? "")]);

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
