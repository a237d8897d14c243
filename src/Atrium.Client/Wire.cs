using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>One request and its answer; turns every failure into one of the two exceptions of this library.</summary>
internal sealed class Wire(HttpClient http, string address, Func<PresentedCertificate?> untrusted) : IDisposable
{
    /// <summary>A problem is a sentence or two, or a hundred of them with their paths; what is longer comes from somebody else.</summary>
    private const int MaxProblemBytes = 1024 * 1024;

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Sends a request and reads the record in the answer.</summary>
    internal async Task<T> AskAsync<T>(HttpMethod method, string target, HttpContent? body, JsonTypeInfo<T> answer, CancellationToken cancellation)
    {
        using var response = await SendAsync(Request(method, target, body), cancellation).ConfigureAwait(false);
        return await ReadAsync(response, answer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request whose answer has nothing to tell but its success.</summary>
    internal async Task DoAsync(HttpMethod method, string target, HttpContent? body, CancellationToken cancellation)
    {
        using var response = await SendAsync(Request(method, target, body), cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a collection, page by page.</summary>
    internal async Task<IReadOnlyList<T>> AllAsync<T>(
        string target, JsonTypeInfo<PageRecord<T>> type, CancellationToken cancellation)
    {
        var items = new List<T>();
        string? after = null;
        do
        {
            var page = await AskAsync(
                HttpMethod.Get, after is null ? target : $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Uri.EscapeDataString(after)}", null, type, cancellation).ConfigureAwait(false);
            items.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return items;
    }

    internal HttpRequestMessage Request(HttpMethod method, string target, HttpContent? body)
    {
        Uri.TryCreate(new Uri(http.BaseAddress!, "/").AbsoluteUri.TrimEnd('/') + target, AsWritten, out var uri);
        return new HttpRequestMessage(method, uri) { Content = body, Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
    }

    /// <summary>Sends a request; returns only with a successful answer, whose body has not been read.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        using (request)
        {
            try
            {
                response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            }
            catch (HttpRequestException error)
            {
                throw Unreachable(error);
            }
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await RefusedAsync(response, cancellation).ConfigureAwait(false);
    }

    internal async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellation).ConfigureAwait(false)
                ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            throw Unreachable(error);
        }
    }

    internal ServerUnreachableException Unreachable(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is ServerUnreachableException known)
                return known;
            if (cause is AuthenticationException && untrusted() is { } shown)
                return new ServerUnreachableException(address, ReachFailure.Untrusted, cause) { Certificate = shown };
            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied })
                return new ServerUnreachableException(address, ReachFailure.NotAllowed, cause);
            if (cause is SocketException or FileNotFoundException or DirectoryNotFoundException
                && error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
            {
                return new ServerUnreachableException(address, ReachFailure.NotRunning, cause);
            }
        }
        return new ServerUnreachableException(address, ReachFailure.Broken, error);
    }

    public void Dispose() => http.Dispose();

    private static async Task<AtriumRefusedException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var problem = await ProblemAsync(response.Content, cancellation).ConfigureAwait(false)
            ?? new ProblemRecord("about:blank", response.ReasonPhrase ?? "", (int)response.StatusCode, Unexplained(response));
        return new AtriumRefusedException(response.StatusCode, problem, response.Headers.RetryAfter?.Delta);
    }

    private static async Task<ProblemRecord?> ProblemAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentType is not { MediaType: "application/problem+json" } || content.Headers.ContentLength > MaxProblemBytes)
            return null;
        try
        {
            return await content.ReadFromJsonAsync(AtriumJson.Default.ProblemRecord, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static string Unexplained(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.Unauthorized
        ? "The server wants a sign-in."
        : $"The server answered {(int)response.StatusCode} without saying why; its log may say more.";
}
