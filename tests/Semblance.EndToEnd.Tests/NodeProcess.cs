using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shouldly;

namespace Semblance.EndToEnd.Tests;

/// <summary>The built program as a process that goes on until it is ended.</summary>
internal abstract class NodeProcess : IDisposable
{
    private const int WaitMilliseconds = 60_000;
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    /// <summary>Takes charge of a process that has just been started.</summary>
    protected NodeProcess(Process process)
    {
        _process = process;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
            {
                _log.Append(line.Data).Append('\n');
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Waits until it has logged something: its lines come by a way of their own, later than the answers that they are about.</summary>
    public void WaitForLog(string text) =>
        SpinWait.SpinUntil(() => Log.Contains(text, StringComparison.Ordinal), WaitMilliseconds).ShouldBeTrue($"the log says '{text}': {Log}");

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Tells it to end, as the system does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForExit()
    {
        _process.WaitForExit(WaitMilliseconds).ShouldBeTrue("the process ends");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>The memory that it holds, in bytes.</summary>
    public long ResidentBytes()
    {
        string line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the process, if it has not ended.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!_process.HasExited)
        {
            Kill();
        }
        _process.Dispose();
    }

    /// <summary>Reads the line with which the program says that it is ready. Nobody reads on; what follows is shorter than a pipe holds.</summary>
    /// <param name="start">What the line begins with.</param>
    /// <returns>The first word behind that.</returns>
    protected string ReadFirstLine(string start)
    {
        string? line = _process.StandardOutput.ReadLine();
        if (line?.StartsWith(start, StringComparison.Ordinal) != true)
        {
            _process.WaitForExit(WaitMilliseconds);
            throw new InvalidOperationException($"The program did not start: {line} {Log}");
        }
        return line[start.Length..].Split(' ')[0];
    }
}
