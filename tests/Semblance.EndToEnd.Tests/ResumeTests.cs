using System.Diagnostics;
using System.Globalization;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>A training that is killed goes on from its checkpoint to the model that it would have become.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "patients.csv");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ctgan")]
    [InlineData("tvae")]
    public void A_killed_training_ends_in_the_same_model(string family)
    {
        string[] whole = [.. Train(family, "whole.model"), "--seed", "4"];
        ProgramRun.Run(whole).Code.ShouldBe(0);
        string[] parts = [.. Train(family, "parts.model"), "--seed", "4", "--checkpoint-every", "0"];
        KillAtCheckpoint(parts, 0);
        KillAtCheckpoint(parts, 1);
        ProgramResult last = ProgramRun.Run(parts);
        last.Code.ShouldBe(0, last.Error);
        last.Error.ShouldContain("going on from");
        File.ReadAllBytes(_folder["parts.model"]).ShouldBe(File.ReadAllBytes(_folder["whole.model"]));
        _folder.Names.Order().ToArray().ShouldBe(["parts.model", "whole.model"], "the checkpoint goes when the model is in place");
    }

    [Fact]
    public void A_drawn_seed_is_kept_and_other_options_are_refused()
    {
        string[] drawn = [.. Train("tvae", "drawn.model"), "--checkpoint-every", "0"];
        KillAtCheckpoint(drawn, 0);

        ProgramResult other = ProgramRun.Run([.. drawn, "--config", "l2scale=0.5"]);
        other.Code.ShouldBe(3);
        other.Error.ShouldContain("drawn.model.checkpoint': The checkpoint belongs to the training of another table, or with another model, options or seed");

        ProgramResult again = ProgramRun.Run(drawn);
        again.Code.ShouldBe(0, again.Error);
        again.Error.ShouldContain("going on from");
        _folder.Names.ShouldBe(["drawn.model"]);

        File.WriteAllText(_folder["drawn.model.checkpoint"], "something else");
        ProgramResult broken = ProgramRun.Run(drawn);
        broken.Code.ShouldBe(3);
        broken.Error.ShouldContain("drawn.model.checkpoint': This is not a checkpoint of Semblance");
    }

    [Fact]
    public void A_family_without_checkpoints_leaves_those_of_others_alone()
    {
        File.WriteAllText(_folder["x.model.checkpoint"], "of a training that was killed");
        ProgramResult fit = ProgramRun.Run(["train", s_sample, "--model", "core", "-o", _folder["x.model"]]);
        fit.Code.ShouldBe(0, fit.Error);
        _folder.Names.Order().ToArray().ShouldBe(["x.model", "x.model.checkpoint"]);
    }

    [Fact]
    public void Who_interrupts_a_training_is_told_that_it_can_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals, and the tools to send them, are others elsewhere.");
        string[] args = [.. Train("tvae", "x.model"), "--checkpoint-every", "0"];
        using Process process = ProgramRun.Start(new ProgramSettings { Program = "env" }, ["--default-signal=TERM", ProgramRun.Path, .. args]);
        WaitForCheckpoint("x.model", 0, process);
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }
        process.StandardError.ReadToEnd().ShouldContain("no partial file is left. The same command goes on from");
        process.WaitForExit(60_000).ShouldBeTrue();
        process.ExitCode.ShouldBe(143);
        _folder.Names.ShouldBe(["x.model.checkpoint"]);
    }

    /// <summary>Small networks, and epochs enough that a training is still under way when its first checkpoint is seen.</summary>
    private string[] Train(string family, string model) =>
    [
        "train", s_sample, "--model", family, "-o", _folder[model], "--config", "epochs=150", "batch_size=50", "embedding_dim=16", "early_stopping=false",
        .. family == "tvae" ? new[] { "compress_dims=32", "decompress_dims=32" } : ["generator_dim=32", "discriminator_dim=32", "pac=5"],
    ];

    /// <summary>Starts a training and kills it outright when it has written a checkpoint after the one that it began with.</summary>
    private void KillAtCheckpoint(string[] args, int before)
    {
        string model = Path.GetFileName(args[Array.IndexOf(args, "-o") + 1]);
        using Process process = ProgramRun.Start(new ProgramSettings(), args);
        WaitForCheckpoint(model, before, process);
        process.Kill();
        process.WaitForExit();
        _folder.Names.ShouldNotContain(model, "a model that is not finished is not there");
        _folder.Names.ShouldContain(model + ".checkpoint");
    }

    private void WaitForCheckpoint(string model, int before, Process process)
    {
        string path = _folder[model + ".checkpoint"];
        DateTime last = before == 0 ? DateTime.MinValue : File.GetLastWriteTimeUtc(path);
        SpinWait.SpinUntil(() => process.HasExited || (File.Exists(path) && File.GetLastWriteTimeUtc(path) > last), TimeSpan.FromMinutes(2)).ShouldBeTrue("the training keeps checkpoints");
        process.HasExited.ShouldBeFalse("the training is under way");
    }
}
