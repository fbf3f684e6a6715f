using System.Diagnostics;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>The built program as a node that only works on jobs.</summary>
internal sealed class WorkerProcess : NodeProcess
{
    private WorkerProcess(Process process)
        : base(process) => ReadFirstLine("Semblance works on jobs");

    /// <summary>Starts a node.</summary>
    /// <param name="data">The folder that it shares with a server.</param>
    /// <param name="settings">Variables of its environment, without SEMBLANCE_.</param>
    public static WorkerProcess Start(string data, Dictionary<string, string> settings)
    {
        Process process = ProgramRun.Start(
            new ProgramSettings { Environment = settings.ToDictionary(setting => "SEMBLANCE_" + setting.Key, setting => setting.Value), Folder = Path.GetDirectoryName(data) }, "work", "--data", data);
        try
        {
            return new WorkerProcess(process);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }
}
