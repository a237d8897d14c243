using System.Buffers;
using System.IO.Pipelines;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Files;

/// <summary>
/// <c>POST /api/v1/operations/store?path=FOLDER</c>: many small files in one body, multipart/form-data (RFC 7578). Each part is stored as a
/// PUT of it alone would be, and the fields of such a PUT may stand in it. While one is on its way to the disk the next are read, so
/// that many share a durable commit; the answer comes when all are on disk, and says what became of each.
/// </summary>
/// <remarks>
/// Not tar: a header of it may promise gigabytes before one is there, names links and devices that must be refused, and has no place for
/// a digest. Not a format of our own: browsers, curl and every library write this one.
/// </remarks>
internal static class StoreMany
{
    /// <summary>Parts of one body: at a few hundred the request itself costs nothing beside them already.</summary>
    internal const int MaxFiles = 1000;

    /// <summary>Bytes of a part: it is held in memory. Larger files cost as much in one request as in many.</summary>
    internal const int MaxFileBytes = 1024 * 1024;

    /// <summary>Bytes of one body: what a client that is cut off has to send again.</summary>
    internal const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Bytes in memory for one request, while they are on their way to the disk.</summary>
    private const int MaxBytesAtOnce = 4 * 1024 * 1024;

    /// <summary>RFC 2046, 5.1.1.</summary>
    private const int MaxBoundary = 70;

    /// <summary>Fields of a part: a path of percent-encoded bytes, and those of a PUT.</summary>
    private const int MaxFieldsBytes = 16 * 1024, MaxFields = 16;

    private static readonly Refused TooMuch = new(
        Refusal.TooLarge, $"One body holds at most {MaxFiles} files and {MaxBytes / 1024 / 1024} MiB: send the rest in another one.");

    private static readonly Refused SignInFirst = new(Refusal.SignInRequired, "Sign in to store files here.");

    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("path") is { } unknown)
            return unknown;
        if (exchange.Query.Find("path") is not { } text)
            return Refused.Invalid("Say which folder takes the files, with ?path=.");
        if (!NodePath.Parse(text).Try(out var folder, out var refused))
            return refused;
        if (!MediaTypeHeaderValue.TryParse(exchange.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= MaxBoundary } boundary)
        {
            await Problems.WriteAsync(exchange.Context, StatusCodes.Status415UnsupportedMediaType, "Not multipart", "Send the files as multipart/form-data, each part with its file name.");
            return null;
        }
        if (exchange.Request.ContentLength > MaxBytes)
            return TooMuch;
        BodyLimit.Set(exchange.Context, MaxBytes);
        var parts = new MultipartReader(boundary.ToString(), exchange.PacedBody.AsStream(leaveOpen: true))
        {
            HeadersCountLimit = MaxFields,
            HeadersLengthLimit = MaxFieldsBytes,
        };
        var run = new Run(exchange, folder);
        var problem = await run.ReadAsync(parts);
        var files = await run.EndAsync();
        if (problem is not null && files.Count == 0)
            return problem;
        // A visitor who may store nothing is told what he is told of one file.
        if (files.Count > 0 && files.All(file => file.Status == StatusCodes.Status401Unauthorized))
            return SignInFirst;
        return await exchange.JsonAsync(StatusCodes.Status200OK, new StoredFilesRecord(files, problem?.Detail), AtriumJson.Default.StoredFilesRecord);
    }

    private sealed class Run(Exchange exchange, NodePath folder)
    {
        private readonly Core.Repository.Files files = exchange.Workspace.Files;
        private readonly CancellationToken cancellation = exchange.Aborted;
        private readonly List<(string Name, int Bytes, Task<Outcome<Stored>> Storing)> entries = [];
        private int waited, bytesAtOnce;

        /// <summary>Reads the parts; why they were not read to their end, or null.</summary>
        internal async ValueTask<Refused?> ReadAsync(MultipartReader parts)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(MaxFileBytes + 1);
            try
            {
                while (await parts.ReadNextSectionAsync(cancellation) is { } part)
                {
                    if (entries.Count == MaxFiles)
                        return TooMuch;
                    var length = await part.Body.ReadAtLeastAsync(buffer.AsMemory(0, MaxFileBytes + 1), MaxFileBytes + 1, throwOnEndOfStream: false, cancellation);
                    await BeginAsync(part, buffer.AsMemory(0, length));
                }
                return null;
            }
            catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return TooMuch;
            }
            // What was read before stands in the answer all the same.
            catch (Exception error) when (error is InvalidDataException or IOException && !cancellation.IsCancellationRequested)
            {
                return Refused.Invalid($"The body is no multipart/form-data, or ends early: {error.Message}");
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        /// <summary>What became of each, when all are on disk.</summary>
        internal async ValueTask<IReadOnlyList<StoredFileRecord>> EndAsync()
        {
            var records = new List<StoredFileRecord>(entries.Count);
            foreach (var (name, _, storing) in entries)
            {
                var outcome = await storing;
                if (exchange.IsAnonymous && outcome.Refused?.Kind is Refusal.NotFound or Refusal.Denied)
                    outcome = SignInFirst;
                records.Add(outcome.Try(out var stored, out var refused)
                    ? new StoredFileRecord(name, stored.Created ? StatusCodes.Status201Created : StatusCodes.Status204NoContent, stored.Entry.ETag, null)
                    : new StoredFileRecord(name, Problems.StatusOf(refused.Kind, conditional: false), null, refused.Detail));
            }
            return records;
        }

        /// <summary>Lets a part be stored while the next is read.</summary>
        private async ValueTask BeginAsync(MultipartSection part, ReadOnlyMemory<byte> content)
        {
            var name = NameOf(part);
            if (!Look(part, name, content.Length).Try(out var target, out var refused))
            {
                entries.Add((name, 0, Task.FromResult<Outcome<Stored>>(refused)));
                return;
            }
            for (; bytesAtOnce > 0 && bytesAtOnce + content.Length > MaxBytesAtOnce; waited++)
            {
                await entries[waited].Storing;
                bytesAtOnce -= entries[waited].Bytes;
            }
            bytesAtOnce += content.Length;
            var body = PipeReader.Create(new ReadOnlySequence<byte>(content.ToArray()));
            entries.Add((name, content.Length, files.StoreAsync(target.Path, body, target.Options, cancellation).AsTask()));
        }

        private Outcome<(NodePath Path, StoreOptions Options)> Look(MultipartSection part, string name, int length)
        {
            if (name.Length == 0)
                return Refused.Invalid("A part has no file name: it is the path of the file, below that of the request.");
            if (length > MaxFileBytes)
                return new Refused(Refusal.TooLarge, $"A file among many has at most {MaxFileBytes / 1024} KiB: send this one alone, with PUT.");
            var path = folder;
            foreach (var one in name.Split('/'))
            {
                if (!path.Child(one).Try(out path, out var wrong))
                    return wrong;
            }
            return UploadFields.ReadPart(new HeaderDictionary(part.Headers ?? []), length).Try(out var options, out var refused) ? (path, options) : refused;
        }

        // RFC 8187 where it is given, since RFC 7578 leaves open how a name that is not ASCII is written.
        private static string NameOf(MultipartSection part)
            => ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                ? (disposition.FileNameStar is { Length: > 0 } star ? star : HeaderUtilities.RemoveQuotes(disposition.FileName)).ToString()
                : "";
    }
}
