using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>Spaces and the server itself.</summary>
public sealed class AdministrationClient
{
    private readonly Wire wire;

    internal AdministrationClient(Wire wire) => this.wire = wire;

    /// <summary>The server in figures.</summary>
    public Task<StatusRecord> StatusAsync(CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, "/api/v1/status", null, AtriumJson.Default.StatusRecord, cancellation);

    /// <summary>The open connections, with what moves on them.</summary>
    public Task<IReadOnlyList<ConnectionRecord>> ListConnectionsAsync(CancellationToken cancellation)
        => wire.AllAsync("/api/v1/connections", AtriumJson.Default.PageRecordConnectionRecord, cancellation);

    /// <summary>Ends a connection at once.</summary>
    public Task EndConnectionAsync(string id, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"/api/v1/connections/{Uri.EscapeDataString(id)}", null, cancellation);

    /// <summary>Looks at the server now: what nobody thinks of, with what to do.</summary>
    public Task<DoctorReportRecord> ExamineAsync(CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Post, "/api/v1/doctor", null, AtriumJson.Default.DoctorReportRecord, cancellation);

    /// <summary>The certificate of the server's own authority, in PEM; null where it has none.</summary>
    public async Task<string?> AuthorityAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await wire.SendAsync(wire.Request(HttpMethod.Get, "/ca.crt", null), cancellation).ConfigureAwait(false);
            return await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception error) when (error is HttpRequestException or IOException && error is not ServerUnreachableException)
        {
            throw wire.Unreachable(error);
        }
    }

    /// <summary>The spaces that the caller may see.</summary>
    public Task<IReadOnlyList<SpaceRecord>> ListSpacesAsync(CancellationToken cancellation)
        => wire.AllAsync("/api/v1/spaces", AtriumJson.Default.PageRecordSpaceRecord, cancellation);

    /// <summary>Adds a space.</summary>
    public Task<SpaceRecord> AddSpaceAsync(SpaceRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, "/api/v1/spaces", JsonContent.Create(request, AtriumJson.Default.SpaceRequest), AtriumJson.Default.SpaceRecord, cancellation);

    /// <summary>Changes the settings of a space; what is null in the request stays as it is.</summary>
    public Task<SpaceRecord> SetSpaceAsync(string path, SpaceRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Patch, $"/api/v1/spaces/{RemotePath.Encode(path)}", JsonContent.Create(request, AtriumJson.Default.SpaceRequest),
            AtriumJson.Default.SpaceRecord, cancellation);

    /// <summary>Removes a space.</summary>
    /// <param name="path">Of the space.</param>
    /// <param name="withContent">Delete what is in it too; otherwise it is refused unless it is unused.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task RemoveSpaceAsync(string path, bool withContent, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"/api/v1/spaces/{RemotePath.Encode(path)}{(withContent ? "?content=delete" : "")}", null, cancellation);

    /// <summary>What can be set while the server runs.</summary>
    public Task<IReadOnlyList<SettingRecord>> ListSettingsAsync(CancellationToken cancellation)
        => wire.AllAsync("/api/v1/settings", AtriumJson.Default.PageRecordSettingRecord, cancellation);

    /// <summary>One setting.</summary>
    public Task<SettingRecord> GetSettingAsync(string name, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, Setting(name), null, AtriumJson.Default.SettingRecord, cancellation);

    /// <summary>Sets a setting; it holds at once.</summary>
    public Task<SettingRecord> SetSettingAsync(string name, SettingRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Put, Setting(name), JsonContent.Create(request, AtriumJson.Default.SettingRequest), AtriumJson.Default.SettingRecord, cancellation);

    /// <summary>Takes back what was set.</summary>
    public Task<SettingRecord> ResetSettingAsync(string name, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Delete, Setting(name), null, AtriumJson.Default.SettingRecord, cancellation);

    private static string Setting(string name) => $"/api/v1/settings/{Uri.EscapeDataString(name)}";

    /// <summary>Verifies every invariant of the store; the last line carries the report.</summary>
    public async IAsyncEnumerable<CheckLineRecord> CheckAsync(CheckRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await wire.SendAsync(
            wire.Request(HttpMethod.Post, "/api/v1/check", JsonContent.Create(request, AtriumJson.Default.CheckRequest)), cancellation)
            .ConfigureAwait(false);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        while (await NextAsync(lines, cancellation).ConfigureAwait(false) is { } line)
            yield return line;
    }

    private async Task<CheckLineRecord?> NextAsync(StreamReader lines, CancellationToken cancellation)
    {
        try
        {
            string? line;
            do
                line = await lines.ReadLineAsync(cancellation).ConfigureAwait(false);
            while (line is { Length: 0 });
            return line is null ? null : JsonSerializer.Deserialize(line, AtriumJson.Default.CheckLineRecord);
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            throw wire.Unreachable(error);
        }
    }
}
