using System.Net.Http.Headers;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>The configuration of the server as one file.</summary>
public sealed class ConfigClient
{
    private readonly Wire wire;

    internal ConfigClient(Wire wire) => this.wire = wire;

    /// <summary>The file, as the server writes it: UTF-8.</summary>
    public async Task<ReadOnlyMemory<byte>> ExportAsync(CancellationToken cancellation)
    {
        using var response = await wire.SendAsync(wire.Request(HttpMethod.Get, "/api/v1/config", null), cancellation).ConfigureAwait(false);
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw wire.Unreachable(error);
        }
    }

    /// <summary>What applying a file would change.</summary>
    /// <param name="file">JSON in UTF-8; comments and trailing commas are allowed.</param>
    /// <param name="prune">Remove also what the file does not name, in the sections that it has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AtriumRefusedException">With everything that is wrong with the file in the errors of its problem.</exception>
    public Task<ConfigPlanRecord> PlanAsync(ReadOnlyMemory<byte> file, bool prune, CancellationToken cancellation)
        => SendAsync("plan", file, prune, null, cancellation);

    /// <summary>Makes everything as a file says: all of it or nothing.</summary>
    /// <param name="file">As for a plan.</param>
    /// <param name="prune">As for a plan.</param>
    /// <param name="state">Of the plan: when it is another one by now, it is refused with 412. Null for whatever state there is.</param>
    /// <param name="cancellation">Ends the wait; what was begun may be done all the same.</param>
    public Task<ConfigPlanRecord> ApplyAsync(ReadOnlyMemory<byte> file, bool prune, string? state, CancellationToken cancellation)
        => SendAsync("apply", file, prune, state, cancellation);

    private async Task<ConfigPlanRecord> SendAsync(string what, ReadOnlyMemory<byte> file, bool prune, string? state, CancellationToken cancellation)
    {
        var body = new ReadOnlyMemoryContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = wire.Request(HttpMethod.Post, $"/api/v1/config/{what}{(prune ? "?prune" : "")}", body);
        if (state is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{state}\""));
        using var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
        return await wire.ReadAsync(response, AtriumJson.Default.ConfigPlanRecord, cancellation).ConfigureAwait(false);
    }
}
