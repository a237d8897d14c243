using Atrium.Core.Repository;
using Atrium.Core.Sites.Options;

namespace Atrium.Core.Sites;

/// <summary>A site, as those see it who may.</summary>
/// <param name="Host">Its name, which is also the name of its space.</param>
/// <param name="Aliases">Other names that show the same.</param>
/// <param name="Proxy">The application that requests are passed on to; null for a site of files.</param>
/// <param name="AllowsClearText">Served without TLS too; otherwise clear text leads to HTTPS.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Current">The deployment that visitors see; null when nothing was deployed, or something else stands there.</param>
public sealed record SiteInfo(
    string Host, IReadOnlyList<string> Aliases, Uri? Proxy, bool AllowsClearText, DateTimeOffset Created, Deployment? Current)
{
    /// <summary>How it is served.</summary>
    public SiteOptions Options { get; init; } = SiteOptions.None;

    /// <summary>The space that its files and its history are in.</summary>
    public NodePath Space => NodePath.Root.TrustedChild(SpaceKind.Sites.FolderName()).TrustedChild(Host);
}

/// <summary>A folder that was deployed, and that visitors see or can be shown again.</summary>
/// <param name="Number">Counted from 1 within the site.</param>
/// <param name="At">When visitors first saw it.</param>
/// <param name="Account">Who deployed it, as the account is called today; null when it is gone.</param>
/// <param name="Files">As deployed.</param>
/// <param name="Bytes">As deployed.</param>
/// <param name="IsCurrent">True for the one that visitors see.</param>
public sealed record Deployment(long Number, DateTimeOffset At, string? Account, long Files, long Bytes, bool IsCurrent);

/// <summary>How a site is served.</summary>
public sealed record SiteSettings
{
    /// <summary>The application that requests are passed on to; null for a site of files.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Serve it without TLS too.</summary>
    public bool AllowsClearText { get; init; }

    /// <summary>Everything else.</summary>
    public SiteOptions Options { get; init; } = SiteOptions.None;
}

/// <summary>What of a site shall be another; null leaves it.</summary>
public sealed record SiteChange
{
    /// <summary>Served without TLS too, or not.</summary>
    public bool? AllowsClearText { get; init; }

    /// <summary>Texts of options by their names; null for what holds where nothing is said.</summary>
    public IReadOnlyDictionary<string, string?> Options { get; init; } = new Dictionary<string, string?>();
}

/// <summary>A file of a deployment.</summary>
/// <param name="Path">Below the site's folder, with slashes between the names.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of its bytes: 64 hexadecimal digits in lower case.</param>
/// <param name="Modified">The time of modification to keep; null means now.</param>
public sealed record SiteFile(string Path, long Size, string Sha256, DateTimeOffset? Modified = null);

/// <summary>What a call of deploy led to: contents that must be uploaded first, or the deployment.</summary>
/// <param name="Upload">Where the missing contents go; null when nothing is missing, or nothing shall be done.</param>
/// <param name="Missing">Hashes of contents that the site does not hold yet, each once.</param>
/// <param name="Deployment">What visitors see now; null while something is missing.</param>
public sealed record DeployStep(string? Upload, IReadOnlyList<string> Missing, Deployment? Deployment);

/// <summary>Whether a call of deploy may change anything.</summary>
public enum DeployMode
{
    /// <summary>Deploy when all is there.</summary>
    Deploy,

    /// <summary>Only say what is missing.</summary>
    DryRun,
}
