using System.Globalization;
using System.Text;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>What has happened on the server.</summary>
public sealed class JournalClient
{
    private readonly Wire wire;

    internal JournalClient(Wire wire) => this.wire = wire;

    /// <summary>One page: without a cursor the newest entries.</summary>
    public Task<AuditPageRecord> ReadAsync(JournalFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return wire.AskAsync(HttpMethod.Get, $"/api/v1/audit{filter.ToQuery()}", null, AtriumJson.Default.AuditPageRecord, cancellation);
    }

    /// <summary>The last seals of the journal, to be kept elsewhere.</summary>
    public Task<JournalHeadsRecord> HeadsAsync(CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, "/api/v1/audit/heads", null, AtriumJson.Default.JournalHeadsRecord, cancellation);
}

/// <summary>What to show of the journal; null is no condition.</summary>
public sealed record JournalFilter
{
    /// <summary>Who did it, or the name that was tried.</summary>
    public string? Account { get; init; }

    /// <summary>A path with all below it, or a name.</summary>
    public string? Path { get; init; }

    /// <summary>The short name of a protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>The address that it came from.</summary>
    public string? Peer { get; init; }

    /// <summary>One kind, or several with commas between them.</summary>
    public string? Kind { get; init; }

    /// <summary>From this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Entries of one page.</summary>
    public int? Limit { get; init; }

    /// <summary>The cursor <see cref="AuditPageRecord.Next"/> of an earlier page.</summary>
    public string? After { get; init; }

    /// <summary>The cursor <see cref="AuditPageRecord.Earlier"/> of an earlier page.</summary>
    public string? Before { get; init; }

    /// <summary>How long to wait for an entry when there is none.</summary>
    public TimeSpan Wait { get; init; }

    internal string ToQuery()
    {
        var query = new StringBuilder();
        Add("account", Account);
        Add("path", Path);
        Add("protocol", Protocol);
        Add("peer", Peer);
        Add("kind", Kind);
        Add("since", Since?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        Add("until", Until?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        Add("limit", Limit?.ToString(CultureInfo.InvariantCulture));
        Add("after", After);
        Add("before", Before);
        if (Wait > TimeSpan.Zero)
            Add("wait", ((long)Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return query.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
