using Atrium.Core.Examination;

namespace Atrium.Doctor;

/// <summary>Applications behind sites that are down: their visitors get the others, or nothing.</summary>
internal static class BackendLook
{
    internal static IEnumerable<Finding> Run(IReadOnlyList<(string Site, string Address, string Reason)> down)
        => down.Select(one => new Finding(
            "applications", Severity.Warning, one.Site, $"Its application at {one.Address} is down: {one.Reason.TrimEnd('.')}.",
            $"Start it, or look at it with: atrium site show {one.Site}"));
}
