using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Sites;
using Atrium.Core.Sites.Options;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Sites.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/sites</c>: what is served under host names.</summary>
internal static class Sites
{
    private const string Link = "/api/v1/sites/";

    /// <summary>Where the host stands in <c>/api/v1/sites/{host}/...</c>, and what follows it.</summary>
    private const int HostPlace = 3, SecondPlace = 5, ThirdPlace = 6;

    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Sites.ListAsync(exchange.Aborted)).Try(out var sites, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<SiteRecord>([.. sites.Select(ToRecord)]), AtriumJson.Default.PageRecordSiteRecord);
    }

    internal static async ValueTask<Refused?> AddAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.SiteRequest)).Try(out var request, out var refused))
            return refused;
        Uri? proxy = null;
        if (request.Proxy is not null && !Uri.TryCreate(request.Proxy, UriKind.Absolute, out proxy))
            return Refused.Invalid("The address of the application is written like http://127.0.0.1:3000.");
        if (NotOurs(exchange, request.Host) is { } own)
            return own;
        if (!SiteOptionBook.Read(request.Options ?? new Dictionary<string, string>()).Try(out var options, out refused))
            return refused;
        var settings = new SiteSettings { Proxy = proxy, AllowsClearText = request.Http, Options = options };
        if (!(await exchange.Workspace.Sites.AddAsync(request.Host, settings, exchange.Aborted)).Try(out var site, out refused))
            return refused;
        exchange.Response.Headers.Location = Link + site.Host;
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(site), AtriumJson.Default.SiteRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Sites.GetAsync(Host(exchange), exchange.Aborted)).Try(out var site, out var refused))
            return refused;
        var record = ToRecord(site) with { Problems = await ProblemsAsync(exchange, site.Host), Backends = BackendsOf(exchange, site.Host) };
        return await exchange.JsonAsync(StatusCodes.Status200OK, record, AtriumJson.Default.SiteRecord);
    }

    internal static async ValueTask<Refused?> SetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.SitePatchRequest)).Try(out var request, out var refused))
            return refused;
        var change = new SiteChange { AllowsClearText = request.Http, Options = request.Options ?? new Dictionary<string, string?>() };
        if (!(await exchange.Workspace.Sites.SetAsync(Host(exchange), change, exchange.Aborted)).Try(out var site, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(site), AtriumJson.Default.SiteRecord);
    }

    internal static async ValueTask<Refused?> RemoveAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? exchange.Empty(await exchange.Workspace.Sites.RemoveAsync(Host(exchange), exchange.Aborted));

    internal static async ValueTask<Refused?> AddAliasAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var alias = exchange.Target.Segments[SecondPlace];
        if (NotOurs(exchange, alias) is { } own)
            return own;
        return (await exchange.Workspace.Sites.AddAliasAsync(Host(exchange), alias, exchange.Aborted)).Try(out var site, out var refused)
            ? await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(site), AtriumJson.Default.SiteRecord)
            : refused;
    }

    internal static async ValueTask<Refused?> RemoveAliasAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var outcome = await exchange.Workspace.Sites.RemoveAliasAsync(Host(exchange), exchange.Target.Segments[SecondPlace], exchange.Aborted);
        return outcome.Try(out var site, out var refused)
            ? await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(site), AtriumJson.Default.SiteRecord)
            : refused;
    }

    internal static async ValueTask<Refused?> DeploymentsAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Sites.DeploymentsAsync(Host(exchange), exchange.Aborted)).Try(out var deployments, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<DeploymentRecord>([.. deployments.Select(ToRecord)]), AtriumJson.Default.PageRecordDeploymentRecord);
    }

    internal static async ValueTask<Refused?> DeployAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.DeployRequest, HttpLimits.MaxManifestBytes)).Try(out var request, out var refused))
            return refused;
        var files = request.Files.Select(file => new SiteFile(file.Path, file.Size, file.Sha256, file.Modified)).ToList();
        var mode = request.DryRun ? DeployMode.DryRun : DeployMode.Deploy;
        if (!(await exchange.Workspace.Sites.DeployAsync(Host(exchange), files, request.Upload, mode, exchange.Aborted)).Try(out var step, out refused))
            return refused;
        return await exchange.JsonAsync(
            step.Deployment is null ? StatusCodes.Status200OK : StatusCodes.Status201Created,
            new DeployRecord(
                step.Upload, step.Missing, step.Deployment is { } deployment ? ToRecord(deployment) : null,
                step.Deployment is null ? null : await ProblemsAsync(exchange, Host(exchange))),
            AtriumJson.Default.DeployRecord);
    }

    internal static async ValueTask<Refused?> UploadAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        exchange.TakeUpload();
        var segments = exchange.Target.Segments;
        return exchange.Empty(await exchange.Workspace.Sites.UploadAsync(
            Host(exchange), segments[SecondPlace], segments[ThirdPlace], exchange.PacedBody, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> RollBackAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var request = new RollbackRequest();
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && !(await Json.ReadAsync(exchange, AtriumJson.Default.RollbackRequest)).Try(out request, out var refused))
            return refused;
        return (await exchange.Workspace.Sites.RollBackAsync(Host(exchange), request.To, exchange.Aborted)).Try(out var deployment, out refused)
            ? await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(deployment), AtriumJson.Default.DeploymentRecord)
            : refused;
    }

    /// <summary>What of the site's own rules is passed over, as it stands now.</summary>
    private static async ValueTask<IReadOnlyList<SiteProblemRecord>> ProblemsAsync(Exchange exchange, string host)
    {
        var sites = exchange.Services.Sites;
        if (!HostNameRule.Check(host).Try(out var name, out _) || sites.Find(name) is not { Proxy: null } site)
            return [];
        var rules = await new SiteRulesBook(sites).FindAsync(site, sites.StampOf(site), exchange.Aborted);
        return [.. rules.Problems.Select(problem => new SiteProblemRecord(problem.File, problem.Line, problem.Message))];
    }

    private static IReadOnlyList<SiteBackendRecord>? BackendsOf(Exchange exchange, string host)
        => exchange.Services.Sites.Find(host) is { Proxy: not null } site
            ? [.. exchange.Services.Backends.Of(site).All.Select(backend => backend.State)
                .Select(state => new SiteBackendRecord(state.Address, state.IsUp, state.Since, state.Reason, state.UnderWay))]
            : null;

    private static string Host(Exchange exchange) => exchange.Target.Segments[HostPlace];

    /// <summary>The server's own names lead to itself, whatever else has them.</summary>
    private static Refused? NotOurs(Exchange exchange, string host)
        => HostNameRule.Check(host).Try(out var name, out _) && exchange.Services.HostNames.Contains(name)
            ? Refused.Conflict($"{name} is a name of the server itself. Give the site another one, or start the server with another --name.")
            : null;

    private static SiteRecord ToRecord(SiteInfo site) => new(
        site.Host, site.Aliases, site.Proxy?.AbsoluteUri.TrimEnd('/'), site.AllowsClearText, site.Created, site.Current is { } current ? ToRecord(current) : null,
        site.Options.Texts);

    private static DeploymentRecord ToRecord(Deployment deployment) => new(
        deployment.Number, deployment.At, deployment.Account, deployment.Files, deployment.Bytes, deployment.IsCurrent);
}
