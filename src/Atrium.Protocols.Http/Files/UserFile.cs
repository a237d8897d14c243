using System.IO.Pipelines;
using Atrium.Core.Repository;
using Atrium.Protocols.Connections;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary>A file of the tree, as the files API shows it: on the server's own origin, where none may run a script.</summary>
/// <param name="content">Its bytes.</param>
/// <param name="showing">What a browser does with it.</param>
/// <param name="etag">As the protocol says it, without quotes.</param>
internal sealed class UserFile(FileContent content, Showing showing, string etag) : Representation
{
    private long before;
    private CountedOutput? output;

    /// <summary>Bytes handed on so far, of all parts.</summary>
    internal long Sent => Volatile.Read(ref before) + (output?.Sent ?? 0);

    internal override string ETag => etag;

    internal override DateTimeOffset Modified => content.Entry.Modified;

    internal override long Length => content.Length;

    internal override void SetValidators(HttpResponse response) => FileFields.SetValidators(response, content.Entry, etag);

    internal override void SetContent(HttpResponse response)
    {
        FileFields.SetContent(response, content.Entry);
        if (showing == Showing.Keep)
            response.Headers.ContentDisposition = "attachment" + FileFields.FileName(content.Entry.Name);
        else if (showing == Showing.InReader && FileFields.Essence(content.Entry.MediaType) == FileFields.Pdf)
            FileFields.ShowPdf(response, content.Entry);
    }

    internal override ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation)
    {
        Volatile.Write(ref before, Sent);
        output = new CountedOutput(destination);
        return content.CopyToAsync(output, offset, length, cancellation);
    }
}
