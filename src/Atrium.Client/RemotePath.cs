using System.Text;

namespace Atrium.Client;

/// <summary>Paths of the tree as they stand in a URL: each name percent-encoded by itself (RFC 3986, 2.1).</summary>
public static class RemotePath
{
    /// <summary>Percent-encodes each name of a path; no leading and no trailing slash.</summary>
    /// <exception cref="ArgumentException">A name is "." or "..", which a URL cannot carry.</exception>
    public static string Encode(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var encoded = new StringBuilder(path.Length + 16);
        foreach (var name in path.Trim('/').Split('/'))
        {
            if (name is "." or "..")
                throw new ArgumentException("'.' and '..' are not names: give the whole path.", nameof(path));
            if (encoded.Length > 0)
                encoded.Append('/');
            encoded.Append(Uri.EscapeDataString(name));
        }
        return encoded.ToString();
    }

    /// <summary>The path of something in a folder.</summary>
    public static string Combine(string folder, string name)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return $"{folder.TrimEnd('/')}/{name}";
    }
}
