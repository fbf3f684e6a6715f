using System.Security.Cryptography;
using Semblance.Models.Checkpoints;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Checkpoints;

public sealed class CheckpointFileTests
{
    private static readonly byte[] Key = FitKey.Of(Tables.Mixed(50), Synthesizers.Get("core").Options.Defaults, 7);

    private static (MemoryCheckpoints Store, TrainingCheckpoints Checkpoints) Made(byte[]? key = null)
    {
        var store = new MemoryCheckpoints();
        return (store, new TrainingCheckpoints(store, 7, key ?? Key, TimeSpan.Zero));
    }

    private static byte[] Saved()
    {
        (MemoryCheckpoints store, TrainingCheckpoints checkpoints) = Made();
        checkpoints.Save(writer => writer.Write(42));
        return store.Last!;
    }

    private static string Error(byte[] file, byte[]? key = null)
    {
        (MemoryCheckpoints store, TrainingCheckpoints checkpoints) = Made(key);
        store.Last = file;
        return Should.Throw<CheckpointException>(() => checkpoints.TryResume(reader => reader.ReadInt32())).Message;
    }

    [Fact]
    public void What_was_saved_is_restored()
    {
        (MemoryCheckpoints store, TrainingCheckpoints checkpoints) = Made();
        int state = 0;
        checkpoints.TryResume(reader => state = reader.ReadInt32()).ShouldBeFalse();
        checkpoints.IsDue.ShouldBeTrue("no time need pass");
        checkpoints.Save(writer => writer.Write(41));
        checkpoints.Save(writer => writer.Write(42));
        checkpoints.TryResume(reader => state = reader.ReadInt32()).ShouldBeTrue();
        state.ShouldBe(42);
        CheckpointFile.ReadSeed(store.OpenLast()!).ShouldBe(7UL);
        new TrainingCheckpoints(store, 7, Key, TimeSpan.FromHours(1)).IsDue.ShouldBeFalse("an hour has not passed");
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused()
    {
        byte[] file = Saved();
        for (int length = 0; length < file.Length; length++)
        {
            Error(file[..length]).ShouldContain(length < 20 ? "not a checkpoint" : "cut short");
        }
        for (int at = 52; at < file.Length; at++)
        {
            byte[] changed = [.. file];
            changed[at] ^= 4;
            Error(changed).ShouldContain(at < 60 ? "cut short" : "altered");
        }
        byte[] later = [.. file];
        later[8] = 99;
        Error(later).ShouldContain("version 99");
        Should.Throw<CheckpointException>(() => CheckpointFile.ReadSeed(new MemoryStream([1, 2, 3])));
    }

    [Fact]
    public void A_state_that_is_read_wrongly_is_refused()
    {
        (MemoryCheckpoints _, TrainingCheckpoints checkpoints) = Made();
        checkpoints.Save(writer => writer.Write(42));
        Should.Throw<CheckpointException>(() => checkpoints.TryResume(reader => reader.ReadInt64())).Message.ShouldContain("cannot be understood");
        Should.Throw<CheckpointException>(() => checkpoints.TryResume(reader => reader.ReadInt16())).Message.ShouldContain("cannot be understood");
    }

    [Fact]
    public void Another_table_family_option_or_seed_is_another_fit()
    {
        ISynthesizer core = Synthesizers.Get("core"), flagship = Synthesizers.Get("flagship");
        ModelConfig seeded = core.Options.Parse([KeyValuePair.Create("seed", "1")]);
        byte[][] keys =
        [
            Key,
            FitKey.Of(Tables.Mixed(51), core.Options.Defaults, 7),
            FitKey.Of(Tables.Mixed(50, seed: 2), core.Options.Defaults, 7),
            FitKey.Of(Tables.Mixed(50), flagship.Options.Defaults, 7),
            FitKey.Of(Tables.Mixed(50), seeded, 7),
            FitKey.Of(Tables.Mixed(50), core.Options.Defaults, 8),
        ];
        keys.Select(Convert.ToHexString).ShouldBeUnique();
        FitKey.Of(Tables.Mixed(50), core.Options.Defaults, 7).ShouldBe(Key);
        Key.Length.ShouldBe(SHA256.HashSizeInBytes);
        Error(Saved(), keys[1]).ShouldContain("another table");
    }
}
