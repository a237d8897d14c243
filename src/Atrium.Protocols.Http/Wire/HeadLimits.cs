using Atrium.Core.Settings;

namespace Atrium.Protocols.Http.Wire;

/// <summary>How long the head of a request may be and take, as it is set now.</summary>
/// <param name="RequestLineBytes">Of the request line.</param>
/// <param name="FieldBytes">Of all fields together.</param>
/// <param name="Fields">Their number.</param>
/// <param name="HeadTime">From its first byte to its last.</param>
/// <param name="IdleTime">Before its first byte.</param>
internal sealed record HeadLimits(int RequestLineBytes, int FieldBytes, int Fields, TimeSpan HeadTime, TimeSpan IdleTime)
{
    /// <summary>What holds where nothing is set.</summary>
    internal static readonly HeadLimits Default =
        new(HttpLimits.MaxRequestLineBytes, HttpLimits.MaxFieldsBytes, HttpLimits.MaxFields, HttpLimits.HeadTime, HttpLimits.IdleTime);

    internal static HeadLimits Of(SettingBook settings) => new(
        (int)settings.Get(HttpSettings.MaxRequestLine)!.Value,
        (int)settings.Get(HttpSettings.MaxFieldBytes)!.Value,
        (int)settings.Get(HttpSettings.MaxFields)!.Value,
        TimeSpan.FromSeconds(settings.Get(HttpSettings.HeadTime)!.Value),
        TimeSpan.FromSeconds(settings.Get(HttpSettings.IdleTime)!.Value));
}
