using System.Globalization;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Health;

/// <summary>The rows that a person sees of a status.</summary>
internal static class StatusTable
{
    /// <summary>Of the fullest spaces; the others are in the JSON.</summary>
    private const int MostSpaces = 5;

    /// <summary>Of those with the most connections.</summary>
    private const int MostAccounts = 8;

    internal static Table Of(StatusRecord status, StatusRecord? before, Shell shell)
    {
        var table = new Table("Server", status.Name);
        var running = status.At > status.Started ? status.At - status.Started : TimeSpan.Zero;
        table.Add("Version", string.Join(", ", status.Components.Select(part => $"{part.Name} {part.Version}").Prepend(status.Version)));
        table.Add("Running for", $"{TimeLength.Format(TimeSpan.FromSeconds((long)running.TotalSeconds))}, since {Moment.Format(status.Started, shell.Clock)}");
        foreach (var door in status.Doors)
            table.Add($"Door: {door.Protocol}", door.Address);
        foreach (var certificate in status.Certificates)
            table.Add("Certificate", $"{Names(certificate)}; {Until(certificate, status.At, shell)}");
        foreach (var protocol in status.Connections.GroupBy(count => count.Protocol, StringComparer.Ordinal))
            table.Add($"Connections: {protocol.Key}", $"{Count(protocol.Sum(count => count.Count))}{Accounts(protocol)}");
        AddRequests(table, status, before);
        AddStorage(table, status, before);
        AddFindings(table, status, shell);
        table.Add("Memory", ByteSize.Format(status.MemoryBytes));
        return table;
    }

    private static void AddRequests(Table table, StatusRecord status, StatusRecord? before)
    {
        foreach (var protocol in status.Protocols.Where(protocol => protocol.Requests > 0))
        {
            table.Add(
                $"Requests: {protocol.Protocol}",
                string.Create(CultureInfo.InvariantCulture, $"{protocol.Requests:#,0}, {protocol.Refused:#,0} refused; last minute {protocol.PerSecond:0.0}/s, half within {Time(protocol.MedianMilliseconds)}, 99 % within {Time(protocol.Percentile99Milliseconds)}"));
        }
        if (before is not null)
            table.Add("Now", string.Create(CultureInfo.InvariantCulture, $"{StatusRates.Between(before, status).Requests:0.0} requests/s"));
    }

    private static void AddStorage(Table table, StatusRecord status, StatusRecord? before)
    {
        table.Add("Accounts", Count(status.Accounts));
        table.Add("Spaces", Count(status.Spaces));
        foreach (var space in status.FullSpaces.Take(MostSpaces))
            table.Add("Nearly full", string.Create(CultureInfo.InvariantCulture, $"{space.Path}: {ByteSize.Format(space.Used)} of {ByteSize.Format(space.Quota)} ({100.0 * space.Used / Math.Max(1, space.Quota):0} %)"));
        table.Add("Files and folders", $"{Count(status.Nodes)}, the past included");
        table.Add("Live", ByteSize.Format(status.LiveBytes));
        table.Add("History", ByteSize.Format(status.HistoryBytes));
        table.Add("On disk", $"{ByteSize.Format(status.BlobBytes)} in {Count(status.Blobs)} blobs, catalog {ByteSize.Format(status.CatalogBytes)}, of it log {ByteSize.Format(status.LogBytes)}");
        table.Add("Free", ByteSize.Format(status.FreeBytes));
        var rate = before is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; {StatusRates.Between(before, status).Units:0.0}/s now");
        table.Add("Commits", $"{Count(status.Units)} units of work in {Count(status.Batches)} durable commits, {Count(status.Queue)} waiting{rate}");
    }

    private static void AddFindings(Table table, StatusRecord status, Shell shell)
    {
        if (status.Examination is not { } report)
        {
            table.Add("Doctor", "has not looked yet (atrium doctor)");
            return;
        }
        var wrong = report.Findings.Where(finding => finding.IsWrong).ToList();
        table.Add("Doctor", $"{(wrong.Count == 0 ? "nothing to mend" : $"{wrong.Count} to mend (atrium doctor says what to do)")}, {Moment.Format(report.At, shell.Clock)}");
        foreach (var finding in wrong)
            table.Add($"  {finding.Severity}", $"{finding.Subject}: {finding.Detail}");
    }

    private static string Accounts(IEnumerable<ConnectionCountRecord> counts)
    {
        var named = counts.Where(count => count.Account is not null).OrderByDescending(count => count.Count).ToList();
        return named.Count == 0 ? "" : $" ({string.Join(", ", named.Take(MostAccounts).Select(count => $"{count.Account} {count.Count}"))}{(named.Count > MostAccounts ? ", ..." : "")})";
    }

    private static string Names(CertificateRecord certificate)
        => certificate.Names is [var first, _, _, ..] ? $"{first} and {certificate.Names.Count - 1} more names" : string.Join(", ", certificate.Names);

    private static string Until(CertificateRecord certificate, DateTimeOffset now, Shell shell)
    {
        var left = certificate.NotAfter - now;
        var end = Moment.Format(certificate.NotAfter, shell.Clock);
        return left <= TimeSpan.Zero ? $"EXPIRED {end}"
            : certificate.IsOperators ? $"valid until {end} ({(int)left.TotalDays} days)"
            : $"valid until {end}, renewed by itself";
    }

    private static string Time(double milliseconds)
        => milliseconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms")
            : milliseconds < 10_000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0} s");

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
