using System.IO.Pipelines;
using Atrium.Core.Repository;
using Atrium.Protocols.Connections;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary>A file of the tree, as the files API shows it: on the server's own origin, where none may run a script.</summary>
internal sealed class UserFile(FileContent content) : Representation
{
    private long before;
    private CountedOutput? output;

    /// <summary>Bytes handed on so far, of all parts.</summary>
    internal long Sent => Volatile.Read(ref before) + (output?.Sent ?? 0);

    internal override string ETag => content.Entry.ETag!;

    internal override DateTimeOffset Modified => content.Entry.Modified;

    internal override long Length => content.Length;

    internal override void SetValidators(HttpResponse response) => FileFields.SetValidators(response, content.Entry);

    internal override void SetContent(HttpResponse response) => FileFields.SetContent(response, content.Entry);

    internal override ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation)
    {
        Volatile.Write(ref before, Sent);
        output = new CountedOutput(destination);
        return content.CopyToAsync(output, offset, length, cancellation);
    }
}
