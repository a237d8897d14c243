using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>What HTTP writes to the log: no target and no field, because they may hold what is secret.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "A {Method} request failed on connection {Connection}, request {Request}.")]
    internal static partial void RequestFailed(ILogger logger, Exception exception, string method, string connection, string request);

    [LoggerMessage(3003, LogLevel.Warning, "The application of the site {Site} at {Address} did not answer ({Error}: {Cause}).")]
    internal static partial void ProxyFailed(ILogger logger, string site, Uri address, string error, string cause);

    [LoggerMessage(3005, LogLevel.Warning, "The application of the site {Site} at {Address} is {State}. {Reason}")]
    internal static partial void BackendChanged(ILogger logger, string site, Uri address, string state, string reason);

    [LoggerMessage(3002, LogLevel.Debug, "The client of connection {Connection} left in the middle of a request ({Reason}).")]
    internal static partial void ClientLeft(ILogger logger, string connection, string reason);
}
