using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Core.Sites.Options;
using Atrium.Transfer;
using Atrium.Values;

namespace Atrium.Sites;

/// <summary>Sites and deployments for a person.</summary>
internal static class SiteTable
{
    internal static void Write(Shell shell, IReadOnlyList<SiteRecord> sites)
    {
        var table = new Table("Site", "Other names", "From", "Without TLS", new Column("Deployment", IsNumber: true), "Since");
        foreach (var site in sites)
        {
            table.Add(
                site.Host, site.Aliases.Count == 0 ? "-" : string.Join(", ", site.Aliases), site.Proxy ?? "files", site.Http ? "served too" : "leads to https",
                site.Current is { } current ? TransferDisplay.Count(current.Number) : "-", site.Current is { } since ? Moment.Format(since.At, shell.Clock) : "-");
        }
        table.Write(shell);
    }

    internal static void Write(Shell shell, IReadOnlyList<DeploymentRecord> deployments)
    {
        var table = new Table(new Column("Number", IsNumber: true), "At", "By", new Column("Files", IsNumber: true), new Column("Size", IsNumber: true), "");
        foreach (var deployment in deployments)
        {
            table.Add(
                TransferDisplay.Count(deployment.Number), Moment.Format(deployment.At, shell.Clock), deployment.Account ?? "-",
                TransferDisplay.Count(deployment.Files), ByteSize.Format(deployment.Bytes), deployment.Current ? "current" : "");
        }
        table.Write(shell);
    }

    /// <summary>All options, with what holds of each.</summary>
    internal static void WriteOptions(Shell shell, SiteRecord site)
    {
        var table = new Table("Option", "Value", "");
        foreach (var option in SiteOptionBook.All)
        {
            var isSet = site.Options.TryGetValue(option.Name, out var value);
            table.Add(option.Name, (isSet ? value! : option.Default).Replace("\n", " | ", StringComparison.Ordinal), isSet ? "set" : "");
        }
        table.Write(shell);
    }

    /// <summary>The applications behind a site.</summary>
    internal static void Write(Shell shell, IReadOnlyList<SiteBackendRecord> backends)
    {
        var table = new Table("Application", "State", "Since", new Column("Under way", IsNumber: true), "");
        foreach (var backend in backends)
            table.Add(backend.Url, backend.Up ? "up" : "down", Moment.Format(backend.Since, shell.Clock), TransferDisplay.Count(backend.UnderWay), backend.Reason);
        table.Write(shell);
    }

    internal static string Sentence(SiteRecord site) => site.Proxy is { } proxy
        ? $"{site.Host} passes requests on to {proxy}."
        : site.Current is { } current
            ? $"{site.Host} shows deployment {current.Number}."
            : $"{site.Host} is empty: deploy a folder with: atrium site deploy {site.Host} DIR - or upload into /sites/{site.Host}/current.";
}
