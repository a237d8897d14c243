using System.IO.Pipelines;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Links;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tus;

/// <summary>Whose uploads a request of tus is about: those of an account, or those that come by a link.</summary>
internal abstract class TusTarget
{
    internal abstract ValueTask<Outcome<UploadInfo>> BeginAsync(UploadMetadata metadata, UploadOptions options, CancellationToken cancellation);

    internal abstract ValueTask<Outcome<UploadInfo>> GetAsync(CancellationToken cancellation);

    internal abstract ValueTask<Outcome<UploadInfo>> ResumeAsync(CancellationToken cancellation);

    internal abstract ValueTask<Outcome<UploadInfo>> AppendAsync(UploadPart part, PipeReader body, CancellationToken cancellation);

    internal abstract ValueTask<Outcome<UploadInfo>> AppendAsync(UploadInfo begun, UploadPart part, PipeReader body, CancellationToken cancellation);

    internal abstract ValueTask<Outcome<Done>> AbandonAsync(CancellationToken cancellation);

    internal abstract ValueTask<Outcome<Done>> AbandonAsync(UploadInfo begun, CancellationToken cancellation);

    /// <summary>The address of an upload.</summary>
    internal abstract string Link(UploadInfo upload);

    /// <summary>Tells of the file that stands at its place now.</summary>
    internal abstract void Tell(HttpResponse response, UploadInfo upload);

    internal abstract UploadRecord ToRecord(UploadInfo upload);
}

/// <summary>Of an account: <c>/api/v1/uploads</c>.</summary>
internal sealed class AccountTarget(Exchange exchange) : TusTarget
{
    private const string Root = "/api/v1/uploads/";

    private Core.Repository.Uploads.Uploads Uploads => exchange.Workspace.Uploads;

    // What is no number is nobody's upload.
    private long Number => exchange.Target.Segments is [_, _, _, var id] && long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    internal override async ValueTask<Outcome<UploadInfo>> BeginAsync(UploadMetadata metadata, UploadOptions options, CancellationToken cancellation)
    {
        if (metadata.Find("path") is { } given)
            return NodePath.Parse(given).Try(out var path, out var wrong) ? await Uploads.BeginAsync(path, options, cancellation) : wrong;
        // Clients for browsers name the file by themselves; the folder is in the address that they were given.
        if (exchange.Query.Find("path") is not { } folder || metadata.Find("filename", "name") is not { } name)
            return Refused.Invalid("Say where the file will stand: with path in Upload-Metadata, or with filename there and the folder in ?path=.");
        return NodePath.Parse(folder).Try(out var parent, out var refused) && parent.Child(name).Try(out var target, out refused)
            ? await Uploads.BeginAsync(target, options, cancellation)
            : refused;
    }

    internal override ValueTask<Outcome<UploadInfo>> GetAsync(CancellationToken cancellation) => Uploads.GetAsync(Number, cancellation);

    internal override ValueTask<Outcome<UploadInfo>> ResumeAsync(CancellationToken cancellation) => Uploads.ResumeAsync(Number, cancellation);

    internal override ValueTask<Outcome<UploadInfo>> AppendAsync(UploadPart part, PipeReader body, CancellationToken cancellation)
        => Uploads.AppendAsync(Number, part, body, cancellation);

    internal override ValueTask<Outcome<UploadInfo>> AppendAsync(UploadInfo begun, UploadPart part, PipeReader body, CancellationToken cancellation)
        => Uploads.AppendAsync(begun.Id, part, body, cancellation);

    internal override ValueTask<Outcome<Done>> AbandonAsync(CancellationToken cancellation) => Uploads.AbandonAsync(Number, cancellation);

    internal override ValueTask<Outcome<Done>> AbandonAsync(UploadInfo begun, CancellationToken cancellation) => Uploads.AbandonAsync(begun.Id, cancellation);

    internal override string Link(UploadInfo upload) => Root + upload.Name;

    internal override void Tell(HttpResponse response, UploadInfo upload)
    {
        response.Headers.ContentLocation = FilePath.Link(upload.Path, NodeKind.File);
        if (upload.Stored?.Entry.ETag is { } tag)
            response.Headers.ETag = EntityTags.Quote(tag);
    }

    internal override UploadRecord ToRecord(UploadInfo upload) => Record(upload);

    internal static UploadRecord Record(UploadInfo upload)
        => new(upload.Name, upload.Path.ToString(), upload.Size, upload.Received, upload.Modified, upload.Expires);
}

/// <summary>By a link: its own address, with <c>?upload=</c> behind it, where no name of a file can be in the way.</summary>
internal sealed class LinkTarget(Exchange exchange, SharedView view) : TusTarget
{
    private string Name => exchange.Query.Find("upload") ?? "";

    internal override ValueTask<Outcome<UploadInfo>> BeginAsync(UploadMetadata metadata, UploadOptions options, CancellationToken cancellation)
        => metadata.Find("filename", "name") is { } name
            ? view.Uploads.BeginAsync(name[(name.LastIndexOfAny(['/', '\\']) + 1)..], options, cancellation)
            : new(Refused.Invalid("Say what the file is called: filename in Upload-Metadata."));

    internal override ValueTask<Outcome<UploadInfo>> GetAsync(CancellationToken cancellation) => view.Uploads.GetAsync(Name, cancellation);

    internal override ValueTask<Outcome<UploadInfo>> ResumeAsync(CancellationToken cancellation) => view.Uploads.ResumeAsync(Name, cancellation);

    internal override ValueTask<Outcome<UploadInfo>> AppendAsync(UploadPart part, PipeReader body, CancellationToken cancellation)
        => view.Uploads.AppendAsync(Name, part, body, cancellation);

    internal override ValueTask<Outcome<UploadInfo>> AppendAsync(UploadInfo begun, UploadPart part, PipeReader body, CancellationToken cancellation)
        => view.Uploads.AppendAsync(begun.Name, part, body, cancellation);

    internal override ValueTask<Outcome<Done>> AbandonAsync(CancellationToken cancellation) => view.Uploads.AbandonAsync(Name, cancellation);

    internal override ValueTask<Outcome<Done>> AbandonAsync(UploadInfo begun, CancellationToken cancellation) => view.Uploads.AbandonAsync(begun.Name, cancellation);

    internal override string Link(UploadInfo upload) => $"{LinkAddress.Prefix}{LinkVisit.Token(exchange)}?upload={upload.Name}";

    // The name that it was given, where its own was taken.
    internal override void Tell(HttpResponse response, UploadInfo upload)
        => response.Headers.ContentDisposition = "attachment" + FileFields.FileName(upload.Path.Name);

    // Where it stands in the tree is nobody's business here.
    internal override UploadRecord ToRecord(UploadInfo upload) => AccountTarget.Record(upload) with { Path = "/" + upload.Path.Name };
}
