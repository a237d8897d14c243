using Atrium.Core.Settings;

namespace Atrium.Core.Journal;

/// <summary>What can be set of the journal.</summary>
internal static class JournalSettings
{
    // Sites are not among the defaults: a page is a dozen requests, of visitors who have no name.
    internal static readonly ListSetting Reads = new(
        "journal.reads", "Which reads the journal tells of: files (what is opened or listed in the tree), sites (what visitors ask for)",
        "files or sites", word => word is ReadChoice.Files or ReadChoice.Sites ? word : null) { Default = [ReadChoice.Files] };

    // An intrusion is often noticed after weeks, and asked about for a year.
    internal static readonly NumberSetting ChangeRetention = new(
        "journal.change-retention", "How long the records of changes are kept, where the history of their space does not need them for longer",
        0, Century, 90 * Day) { Counted = "seconds" };

    internal static readonly NumberSetting AuditRetention = new(
        "journal.audit-retention", "How long administration, sign-ins and refusals are kept", Day, Century, 365 * Day) { Counted = "seconds" };

    // What people read is nobody's business for longer than it helps.
    internal static readonly NumberSetting ReadRetention = new(
        "journal.read-retention", "How long it is kept who has read what", Day, Century, 30 * Day) { Counted = "seconds" };

    private const long Day = 86_400, Century = 36_525 * Day;

    internal static IReadOnlyList<Setting> All { get; } = [Reads, ChangeRetention, AuditRetention, ReadRetention];
}
