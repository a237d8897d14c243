using System.IO.Pipelines;
using Atrium.Core.Repository;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary>A file of the tree, as the files API shows it: on the server's own origin, where none may run a script.</summary>
internal sealed class UserFile(FileContent content) : Representation
{
    internal override string ETag => content.Entry.ETag!;

    internal override DateTimeOffset Modified => content.Entry.Modified;

    internal override long Length => content.Length;

    internal override void SetValidators(HttpResponse response) => FileFields.SetValidators(response, content.Entry);

    internal override void SetContent(HttpResponse response) => FileFields.SetContent(response, content.Entry);

    internal override ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation)
        => content.CopyToAsync(destination, offset, length, cancellation);
}
