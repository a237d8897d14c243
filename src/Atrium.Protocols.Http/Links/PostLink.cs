using System.IO.Pipelines;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Tus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Links;

/// <summary>
/// <c>POST /s/{token}</c>: the forms of a link's pages, which work without a script: its password, and files left in a drop.
/// <c>PUT /s/{token}/{name}</c> leaves one from a program.
/// </summary>
internal static class PostLink
{
    /// <summary>A password and its name.</summary>
    private const int MaxForm = 8192;

    /// <summary>Files of one form: more than anybody picks by hand.</summary>
    private const int MaxFiles = 1000;

    internal static async ValueTask<Refused?> PostAsync(Exchange exchange)
    {
        if (TusFields.IsSpoken(exchange.Request))
            return await LinkUploads.PostAsync(exchange);
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (LinkVisit.Names(exchange).Count > 0)
            return SharedView.NotFound;
        if (!MediaTypeHeaderValue.TryParse(exchange.Request.ContentType, out var type))
            type = null;
        if (type?.MediaType == "application/x-www-form-urlencoded")
            return await EnterAsync(exchange);
        if (type?.MediaType == "multipart/form-data" && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 70 } boundary) // RFC 2046, 5.1.1
            return await DropFormAsync(exchange, boundary);
        await Problems.WriteAsync(exchange.Context, StatusCodes.Status415UnsupportedMediaType, "Not a form of this page",
            "A link takes the form of its password (application/x-www-form-urlencoded) or files to be left (multipart/form-data). From a program: curl -T FILE ADDRESS/");
        return null;
    }

    internal static async ValueTask<Refused?> PutAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await LinkVisit.FollowAsync(exchange)).Try(out var view, out var refused))
            return refused;
        if (LinkVisit.Names(exchange) is not [var name])
            return Refused.Invalid("Name the file behind the link, and no folder: a drop has none.");
        // A part that is taken for the whole would be stored as it (RFC 9110, 14.5).
        if (exchange.Request.Headers.ContentRange.Count > 0)
            return Refused.Invalid("A drop takes whole files: leave Content-Range away, or go on with tus.");
        if (await PutFile.RefuseEncodedAsync(exchange))
            return null;
        exchange.TakeUpload();
        if (!(await view.DropAsync(name, exchange.PacedBody, exchange.Request.ContentLength, exchange.Aborted)).Try(out var stored, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status201Created, new DroppedRecord([stored]), AtriumJson.Default.DroppedRecord);
    }

    private static async ValueTask<Refused?> EnterAsync(Exchange exchange)
    {
        if (exchange.Request.ContentLength is > MaxForm)
            return new Refused(Refusal.TooLarge, $"The form has at most {MaxForm} bytes.");
        var reader = new FormPipeReader(exchange.Request.BodyReader) { ValueLengthLimit = MaxForm, ValueCountLimit = 10 };
        string? password;
        try
        {
            password = (await reader.ReadFormAsync(exchange.Aborted)).TryGetValue("password", out var value) ? value.ToString() : "";
        }
        catch (InvalidDataException)
        {
            return Refused.Invalid("The form cannot be read.");
        }
        if (!(await LinkVisit.FollowAsync(exchange, password)).Try(out var view, out var refused))
            return refused.Kind == Refusal.SignInRequired && Accepted.PrefersHtml(exchange.Request) ? await LinkPages.PasswordAsync(exchange, refused.Detail) : refused;
        if (view.Proof is { } proof)
            LinkVisit.Keep(exchange, proof);
        // RFC 9110, 15.4.4: loading the page again does not send the password again.
        exchange.Response.StatusCode = StatusCodes.Status303SeeOther;
        exchange.Response.Headers.Location = LinkAddress.Prefix + LinkVisit.Token(exchange);
        exchange.Response.Headers.CacheControl = "no-store";
        return null;
    }

    private static async ValueTask<Refused?> DropFormAsync(Exchange exchange, string boundary)
    {
        if (!(await LinkVisit.FollowAsync(exchange)).Try(out var view, out var refused) || !(await view.RootAsync(exchange.Aborted)).Try(out var root, out refused))
            return refused;
        exchange.TakeUpload();
        var reader = new MultipartReader(boundary, exchange.PacedBody.AsStream(leaveOpen: true));
        var left = new List<string>();
        try
        {
            while (await reader.ReadNextSectionAsync(exchange.Aborted) is { } section)
            {
                // An empty field of files, and whatever else a form has, leaves nothing.
                if (section.GetContentDispositionHeader() is not { } disposition || NameOf(disposition) is not { Length: > 0 } name)
                    continue;
                if (left.Count == MaxFiles)
                    return new Refused(Refusal.TooLarge, $"One form takes {MaxFiles} files; these were left: the first {MaxFiles}. Send the rest with another.");
                var body = PipeReader.Create(section.Body);
                if (!(await view.DropAsync(name, body, null, exchange.Aborted)).Try(out var stored, out refused))
                    return left.Count == 0 ? refused : refused with { Detail = $"{refused.Detail} What came before it was kept: {string.Join(", ", left)}." };
                await body.CompleteAsync();
                left.Add(stored);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new Refused(Refusal.TooLarge, $"The form is larger than the server takes. {Kept(left)}");
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !exchange.Aborted.IsCancellationRequested)
        {
            return Refused.Invalid($"The form cannot be read, or ended too early. {Kept(left)}");
        }
        if (Accepted.PrefersHtml(exchange.Request))
            return await LinkPages.DropAsync(exchange, root, left);
        return await exchange.JsonAsync(StatusCodes.Status201Created, new DroppedRecord(left), AtriumJson.Default.DroppedRecord);
    }

    private static string Kept(List<string> left) => left.Count == 0 ? "Nothing of it was kept." : $"Kept were: {string.Join(", ", left)}.";

    // Some browsers, and attackers, send a path: its last name is the file's.
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).ToString();
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}
