using Atrium.Api;
using Atrium.Configuration;
using Atrium.Core.Examination;
using Atrium.Core.Settings;
using Atrium.Protocols.Tls;
using Atrium.Serving;
using Atrium.Unix;

namespace Atrium.Doctor;

/// <summary>One look at one thing; what it finds, nothing when all is well.</summary>
internal delegate ValueTask<IReadOnlyList<Finding>> Look(CancellationToken cancellation);

/// <summary>Everything that a lay person would not think of, on one screen.</summary>
internal static class DoctorLooks
{
    private const string ControlGroups = "/sys/fs/cgroup";

    /// <summary>What can be seen of a folder, and of the store in it where that can be opened.</summary>
    internal static IReadOnlyList<(string Check, Look Look)> OfFolder(ServerSettings settings, IReadOnlyList<CertificatePair> pairs, TimeProvider clock, StoreExamination? store) =>
    [
        ("disk-space", Now(() => DiskLook.Space(settings.Data))),
        ("inodes", Now(() => DiskLook.Inodes(settings.Data))),
        ("folder", Now(() => FolderLook.Run(settings.Data))),
        ("certificates", Now(() => CertificateExamination.Run(Path.Combine(settings.Data, "tls"), pairs, settings.Name, clock.GetUtcNow()))),
        ("clock-service", Now(() => LimitsLook.ClockService(ClockFacts.IsSynchronised))),
        .. (store?.Looks ?? []).Select(look => (look.Check, new Look(look.Look))),
    ];

    /// <summary>What can be seen of the running server besides: its doors, its limits, its settings.</summary>
    internal static IReadOnlyList<(string Check, Look Look)> OfServer(
        IReadOnlyList<Door> doors, string name, SettingBook settings, Func<IReadOnlyList<(string Site, string Address, string Reason)>> downBackends) =>
    [
        ("doors", cancellation => DoorLook.KnockAsync(doors, name, cancellation)),
        ("open-files", Now(() => LimitsLook.OpenFiles(DescriptorLimit.Raise()))),
        ("memory", Now(() => LimitsLook.Memory(MemoryLimit.Of(ControlGroups, File.ReadAllText("/proc/self/cgroup"))))),
        ("settings", Now(() => SettingsLook.Run(settings))),
        ("applications", Now(() => BackendLook.Run(downBackends()))),
    ];

    /// <summary>What can be seen only while no server runs: whether it could open its ports.</summary>
    internal static IReadOnlyList<(string Check, Look Look)> OfStopped(ServerSettings settings) =>
        [("doors", Now(() => DoorLook.Free(settings.Addresses, settings.PortBase)))];

    /// <summary>Takes all looks, one after the other: a look that fails is a finding itself, and the others go on.</summary>
    internal static async Task<DoctorReportRecord> RunAsync(IReadOnlyList<(string Check, Look Look)> looks, TimeProvider clock, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var (check, look) in looks)
        {
            try
            {
                findings.AddRange(await look(cancellation));
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                findings.Add(new Finding(
                    check, Severity.Problem, check, $"It could not be looked at: {error.Message.TrimEnd('.')}.",
                    "Look whether the data folder can be read and the disk is well (dmesg), then run atrium doctor again."));
            }
        }
        return new DoctorReportRecord(
            clock.GetUtcNow(), [.. looks.Select(look => look.Check)],
            [.. findings.OrderByDescending(finding => finding.Severity).Select(ToRecord)]);
    }

    private static Look Now(Func<IEnumerable<Finding>> look) => _ => new([.. look()]);

    private static FindingRecord ToRecord(Finding finding) => new(
        finding.Check,
        finding.Severity switch
        {
            Severity.Notice => FindingRecord.Notice,
            Severity.Warning => FindingRecord.Warning,
            _ => FindingRecord.Problem,
        },
        finding.Subject, finding.Detail, finding.Advice);
}
