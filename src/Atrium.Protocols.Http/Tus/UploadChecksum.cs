using System.Security.Cryptography;
using Atrium.Core;
using Atrium.Core.Repository.Uploads;

namespace Atrium.Protocols.Http.Tus;

/// <summary>Upload-Checksum of tus 1.0: the name of an algorithm, a space, and the hash of this body in Base64.</summary>
internal static class UploadChecksum
{
    /// <summary>Tus-Checksum-Algorithm. The old ones guard against damage on the way, which TLS does already; nothing is trusted because of them.</summary>
    internal const string Algorithms = "sha1,sha256,md5";

    internal static Outcome<UploadDigest> Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var (name, size) = (space < 0 ? text : text[..space]) switch
        {
            "sha1" => (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes),
            "sha256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
            "md5" => (HashAlgorithmName.MD5, MD5.HashSizeInBytes),
            _ => (default, 0),
        };
        if (size == 0)
            return Refused.Invalid($"The algorithm of Upload-Checksum is one of {Algorithms}.");
        var value = new byte[size];
        return space > 0 && text.Length - space - 1 == (size + 2) / 3 * 4 && Convert.TryFromBase64String(text[(space + 1)..], value, out var length) && length == size
            ? new UploadDigest(name, value)
            : Refused.Invalid("Upload-Checksum is the name of an algorithm, a space, and the hash in Base64.");
    }
}
