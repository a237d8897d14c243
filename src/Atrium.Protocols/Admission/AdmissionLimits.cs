using Atrium.Core.Guard;
using Atrium.Core.Settings;

namespace Atrium.Protocols.Admission;

/// <summary>How many connections there may be, as the settings say now.</summary>
/// <param name="Total">In all.</param>
/// <param name="OfOneSource">Of one source at once.</param>
/// <param name="Rate">New ones of a source in a second; null for any number.</param>
internal sealed record AdmissionLimits(int Total, int OfOneSource, long? Rate)
{
    /// <summary>
    /// Of the file descriptors of the process, this part is for connections. When they run out nothing is answered any more, requests of
    /// those who are in among it: the rest is for files, the database, and applications behind sites.
    /// </summary>
    private const double ShareOfDescriptors = 0.8;

    /// <summary>However few there are: the database, the log, the runtime and some files at once need about this many.</summary>
    private const int LeastReserve = 256;

    /// <summary>One source never gets more than this part of all: it takes several to fill the server.</summary>
    private const int SourcesToFill = 4;

    internal static AdmissionLimits Of(SettingBook settings, long descriptors)
    {
        var possible = Math.Max(1, Math.Min((long)(descriptors * ShareOfDescriptors), descriptors - LeastReserve));
        var total = (int)Math.Min(settings.Get(GuardSettings.Connections) ?? possible, possible);
        var most = Math.Max(1, total / SourcesToFill);
        return new(total, (int)Math.Min(settings.Get(GuardSettings.ConnectionsPerAddress) ?? most, most), settings.Get(GuardSettings.ConnectionRate));
    }
}
