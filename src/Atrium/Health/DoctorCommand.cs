using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Core;
using Atrium.Core.Examination;
using Atrium.Doctor;
using Atrium.Protocols.Tls;
using Atrium.Serving;
using Atrium.Storage;

namespace Atrium.Health;

/// <summary><c>atrium doctor</c></summary>
internal static class DoctorCommand
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand(
            "doctor", "Look for what nobody thinks of: disk, clock, doors, certificates, limits, permissions, damage, what is open to all; and say what to do",
            "atrium doctor", "atrium doctor --data /srv/atrium", "atrium doctor --json")
        {
            kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            DoctorReportRecord report;
            // The one that holds the lock looks: the running server, or this process.
            using (var folder = kit.TryHoldFolder(parsed))
            {
                if (folder is null)
                {
                    using var client = kit.Connect(parsed);
                    report = await client.Administration.ExamineAsync(cancellation);
                }
                else
                {
                    report = await ExamineAsync(folder.Path, kit.Shell, cancellation);
                }
            }
            return Write(kit, report, kit.WantsJson(parsed));
        });
        return command;
    }

    /// <summary>A folder that no server holds.</summary>
    private static async Task<DoctorReportRecord> ExamineAsync(string data, Shell shell, CancellationToken cancellation)
    {
        var settings = ConfigurationReader.Read(null, Serve.Variables(), [new GivenSetting("data", [data], "--data", "command line")], Environment.CurrentDirectory).Settings;
        IReadOnlyList<CertificatePair> pairs = settings is { CertificateFile: { } file, CertificateKey: { } key } ? [new(Path.GetFullPath(file), Path.GetFullPath(key))] : [];
        try
        {
            await using var store = EmbeddedStore.Open(data, settings.Repository, shell.Clock);
            await store.Settings.LoadAsync(cancellation);
            return await DoctorLooks.RunAsync(
                [.. DoctorLooks.OfFolder(settings, pairs, shell.Clock, new StoreExamination(store, null)), .. DoctorLooks.OfStopped(settings)], shell.Clock, cancellation);
        }
        catch (StoreOpenException damaged)
        {
            var report = await DoctorLooks.RunAsync([.. DoctorLooks.OfFolder(settings, pairs, shell.Clock, null), .. DoctorLooks.OfStopped(settings)], shell.Clock, cancellation);
            var finding = new FindingRecord("database", FindingRecord.Problem, data, "The store cannot be opened, and a server would not start.", damaged.Message);
            return report with { Checks = [.. report.Checks, "database"], Findings = [finding, .. report.Findings] };
        }
    }

    private static int Write(CommandKit kit, DoctorReportRecord report, bool asJson)
    {
        var wrong = report.Findings.Count(finding => finding.IsWrong);
        if (asJson)
        {
            JsonOutput.Write(kit.Shell, report.Findings, json => json.IReadOnlyListFindingRecord);
        }
        else
        {
            foreach (var finding in report.Findings)
                FindingText.Write(kit.Shell.Out, finding);
            kit.Shell.Out.WriteLine(
                $"Looked at {report.Checks.Count} things ({string.Join(", ", report.Checks)}): {(report.Findings.Count == 0 ? "all is well." : wrong == 0 ? "nothing is wrong." : wrong == 1 ? "1 thing to mend." : $"{wrong} things to mend.")}");
        }
        return wrong == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
