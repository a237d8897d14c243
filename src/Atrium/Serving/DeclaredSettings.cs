using Atrium.Core.Settings;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Http;

namespace Atrium.Serving;

/// <summary>The settings of all parts beside the core's own, for whoever opens a store: the server, or a command that holds the folder.</summary>
internal static class DeclaredSettings
{
    internal static void AddTo(SettingBook book) => book.Declare([.. HttpSettings.All, .. CongestionSettings.All]);
}
