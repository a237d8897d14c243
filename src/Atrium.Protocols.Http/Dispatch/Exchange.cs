using System.IO.Pipelines;
using System.Text.Json.Serialization.Metadata;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>One request and its answer, as the handlers see them.</summary>
internal sealed class Exchange(HttpContext context, HttpServices services, HttpDoor door, RequestTarget target, RequestQuery query)
{
    private Workspace? workspace;
    private PipeWriter? body;

    internal HttpContext Context { get; } = context;

    internal HttpRequest Request => Context.Request;

    internal HttpResponse Response => Context.Response;

    /// <summary>Where answers of any length are written.</summary>
    internal PipeWriter Body => body ??= new PatientWriter(Response.BodyWriter, Context, Services.Deadlines);

    internal HttpServices Services { get; } = services;

    internal HttpDoor Door { get; } = door;

    internal RequestTarget Target { get; } = target;

    internal RequestQuery Query { get; } = query;

    /// <summary>The turns of the request; null where it needs none, on the machine's own socket and for what holds no data.</summary>
    internal Pace? Pace => Context.Features.Get<Pace>();

    /// <summary>The caller's view; only behind a signed route.</summary>
    internal Workspace Workspace
    {
        get => workspace ?? throw new InvalidOperationException("An open route was handed no workspace.");
        set => workspace = value;
    }

    /// <summary>True when nobody has signed in: then nothing is told about what exists.</summary>
    internal bool IsAnonymous => workspace is { IsAnonymous: true };

    internal CancellationToken Aborted => Context.RequestAborted;

    internal bool IsHead => HttpMethods.IsHead(Request.Method);

    /// <summary>
    /// To be called before the body of an upload is read: the space's quota is its limit, and the repository refuses what does not fit while
    /// it reads; beside it there is the operator's own limit, if he has set one.
    /// </summary>
    internal void TakeUpload() => BodyLimit.Set(Context, Services.Settings.Get(HttpSettings.MaxUpload));

    /// <summary>The body of an upload, taken in turns. Whoever reads another one keeps a turn as long as its sender likes.</summary>
    internal PipeReader PacedBody => Pace is null ? Request.BodyReader : new PacedInput(Request.BodyReader, Pace);

    /// <summary>The body as it comes in, and seen by administrators while it does.</summary>
    internal Transfer BeginUpload(NodePath path, long? length, out PipeReader body)
    {
        var counted = new CountedInput(Request.BodyReader);
        body = Pace is null ? counted : new PacedInput(counted, Pace);
        return Begin(TransferDirection.Upload, path, length, () => counted.Received);
    }

    /// <summary>A file that is sent, counted by what it hands on.</summary>
    internal Transfer BeginDownload(NodePath path, long length, Func<long> sent) => Begin(TransferDirection.Download, path, length, sent);

    private Transfer Begin(TransferDirection direction, NodePath path, long? length, Func<long> bytes)
    {
        var transfer = Services.Transfers.Begin(Context.Connection.Id, direction, path.ToString(), length);
        transfer.CountedBy(bytes);
        return transfer;
    }

    /// <summary>Answers that it is done, with nothing to tell: 204.</summary>
    internal Refused? Empty<T>(Outcome<T> outcome)
    {
        if (outcome.Refused is null)
            Response.StatusCode = StatusCodes.Status204NoContent;
        return outcome.Refused;
    }

    /// <summary>Answers with a record in JSON.</summary>
    internal ValueTask<Refused?> JsonAsync<T>(int status, T record, JsonTypeInfo<T> type) => Answers.Json.WriteAsync(this, status, record, type);
}
