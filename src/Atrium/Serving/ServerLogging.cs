using Atrium.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Atrium.Serving;

/// <summary>The log goes to standard error, one line for each entry, in UTC; whoever runs the server (systemd, a container engine) keeps it.</summary>
internal static class ServerLogging
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Makes the log of a server.</summary>
    /// <param name="settings">Level and format.</param>
    /// <param name="intoJournal">systemd's journal reads standard error (JOURNAL_STREAM), and has its own times.</param>
    internal static ILoggerFactory Create(ServerSettings settings, bool intoJournal) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(settings.LogLevel);
        // The framework speaks of each request; what goes wrong is said by Atrium.
        logging.AddFilter("Microsoft", settings.LogLevel > LogLevel.Warning ? settings.LogLevel : LogLevel.Warning);
        // It makes an activity for each request as soon as anybody could hear of it: a twentieth of what a small request costs.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A host that does not start says so with a stack trace; the program says it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (settings.LogFormat == LogFormat.Json)
        {
            logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, Timestamp));
        }
        else if (intoJournal)
        {
            logging.AddSystemdConsole();
        }
        else
        {
            logging.AddSimpleConsole(line =>
            {
                (line.SingleLine, line.UseUtcTimestamp, line.TimestampFormat) = (true, true, Timestamp + " ");
                line.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
            });
        }
    });
}
