using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural;

/// <summary>The parts of checkpoints that all trainings have.</summary>
internal static class NetworkState
{
    public static void WriteState(this Adam optimiser, BinaryWriter writer)
    {
        writer.Write(optimiser.Steps);
        writer.WriteSingles(optimiser.Means);
        writer.WriteSingles(optimiser.Squares);
    }

    public static void ReadState(this Adam optimiser, BinaryReader reader)
    {
        optimiser.Steps = reader.ReadInt64();
        reader.ReadSingles(optimiser.Means);
        reader.ReadSingles(optimiser.Squares);
    }
}
