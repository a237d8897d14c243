using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>
/// The heads of a file's answers as bytes, made of the same fields that Kestrel would be given: there is no second list of them.
/// </summary>
internal sealed class PreparedHeads
{
    internal PreparedHeads(SiteFile file)
    {
        Whole = Write("HTTP/1.1 200 OK\r\n", response =>
        {
            file.SetValidators(response);
            file.SetContent(response);
            response.ContentLength = file.Length;
        });
        NotModified = Write("HTTP/1.1 304 Not Modified\r\n", file.SetValidators);
        QuotedTag = Encoding.ASCII.GetBytes($"\"{file.ETag}\"");
    }

    /// <summary>Of 200.</summary>
    internal byte[] Whole { get; }

    /// <summary>Of 304.</summary>
    internal byte[] NotModified { get; }

    /// <summary>As clients send it back.</summary>
    internal byte[] QuotedTag { get; }

    private static byte[] Write(string statusLine, Action<HttpResponse> setFields)
    {
        var response = new DefaultHttpContext().Response;
        setFields(response);
        var head = new StringBuilder(statusLine);
        foreach (var (name, values) in response.Headers)
        {
            foreach (var value in values)
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        return Encoding.Latin1.GetBytes(head.ToString());
    }
}
