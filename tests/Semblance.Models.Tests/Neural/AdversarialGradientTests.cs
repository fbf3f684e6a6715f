using Semblance.Models.Neural.Adversarial;
using Semblance.Numerics;
using Semblance.Numerics.Networks;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

/// <summary>
/// Gradients of both networks against differences of their losses. All noise belongs to a step, so a loss can be asked for again with one parameter moved.
/// </summary>
public sealed class AdversarialGradientTests
{
    /// <summary>
    /// Losses are single precision: a difference over 2 x 1e-2 carries about 1e-5 of rounding, and where a step crosses the kink of a leaky ReLU the
    /// difference is off by far more. So all but a few of the gradients must agree, to this absolute and relative measure.
    /// </summary>
    private const double Tolerance = 0.03;
    private const double ShareThatAgrees = 0.97;
    private const float Step = 1e-2f;

    [Theory]
    [InlineData(0f)]
    [InlineData(10f)]
    public void Critic_gradients_are_those_of_its_loss(float penalty)
    {
        const int Columns = 5, Conditions = 3, Pac = 2, Rows = 12;
        var critic = new Critic(Columns, Conditions, Pac, [7, 6], Rows, new Team(2));
        RandomSequence initial = new Philox(1).At(0, 0);
        critic.Initialise(ref initial);
        Matrix made = Filled(Rows, Columns, 3);
        SparseRows real = new(Rows / Pac, Pac * 3), madeConditions = new(Rows / Pac, Pac);
        RandomSequence places = new Philox(1).At(1, 0);
        for (int row = 0; row < Rows; row++)
        {
            (int pac, int within) = (row / Pac, row % Pac);
            Put(real, pac, within * 3, Critic.PlaceOf(within, 0, Columns), (float)places.NextDouble());
            Put(real, pac, (within * 3) + 1, Critic.PlaceOf(within, 1 + places.NextInt32(Columns - 1), Columns), 1);
            Put(real, pac, (within * 3) + 2, critic.ConditionPlaceOf(within, places.NextInt32(Conditions), Conditions), 1);
            Put(madeConditions, pac, within, critic.ConditionPlaceOf(within, places.NextInt32(Conditions), Conditions), 1);
        }
        double Loss()
        {
            critic.Parameters.Gradients.AsSpan().Clear();
            RandomSequence dropout = new Philox(1).At(2, 0);
            (double distance, double penalised) = critic.CriticStep(real, made, madeConditions, penalty, ref dropout);
            return distance + penalised;
        }
        CheckGradients(critic.Parameters, Loss, Step);
    }

    [Fact]
    public void Slopes_of_one_cost_nothing()
    {
        // A critic whose score is the first input: |g| is 1 everywhere, so the penalty and its gradient vanish, but for dropout, which the test sees through: half the pacs have slope 0 or 2.
        var critic = new Critic(3, 0, 1, [4], 20, new Team(1));
        SparseRows real = new(20, 1);
        for (int row = 0; row < 20; row++)
        {
            Put(real, row, 0, 0, 1);
        }
        critic.Parameters.Values.AsSpan().Clear();
        critic.Parameters.Values[0] = 0.5f; // first input to first hidden unit
        critic.Parameters.Values[(3 * 4) + 4] = 1; // that unit to the score
        RandomSequence dropout = new Philox(5).At(2, 0);
        (_, double penalty) = critic.CriticStep(real, Positive(20, 3), null, 10, ref dropout);
        // Kept units count twice: slope 1 or 0. A slope of 0 costs (0 - 1)^2.
        (penalty / 10 * 20).ShouldBe(Math.Round(penalty / 10 * 20), 1e-6);
        penalty.ShouldBeInRange(1, 9);
    }

    [Fact]
    public void Generator_gradients_are_those_of_the_critics_score()
    {
        const int Rows = 12;
        OutputSlice[] slices = [new(0, 1, true), new(1, 3, false), new(4, 2, false)];
        var team = new Team(2);
        var generator = new Generator(4, 3, [5, 6], slices, Rows, team);
        var critic = new Critic(6, 3, 2, [7, 6], Rows, team);
        RandomSequence initial = new Philox(1).At(0, 0);
        generator.Initialise(ref initial);
        critic.Initialise(ref initial);
        for (int row = 0; row < Rows; row++)
        {
            RandomSequence noise = new Philox(1).At(4, (ulong)row);
            Noise.Normal(ref noise, generator.Noise.Row(row));
        }
        SparseRows condition = new(Rows, 1);
        for (int row = 0; row < Rows; row++)
        {
            Put(condition, row, 0, row % 3, 1);
        }
        double Loss()
        {
            generator.Parameters.Gradients.AsSpan().Clear();
            generator.Refresh();
            generator.Forward(condition);
            generator.Activate(new Philox(1), 5, 0);
            RandomSequence dropout = new Philox(1).At(2, 0);
            double score = critic.GeneratorStep(generator.Output, null, ref dropout);
            Matrix gradient = critic.MadeGradient with { Rows = Rows, Columns = 6, Stride = 6 };
            generator.ActivationGradient(gradient);
            generator.Backward(gradient);
            return -score;
        }
        // The sharp softmax bends quickly: a shorter step.
        CheckGradients(generator.Parameters, Loss, Step / 8);
    }

    [Fact]
    public void A_frozen_generator_makes_what_the_generator_makes_of_an_average_batch()
    {
        const int Rows = 40;
        OutputSlice[] slices = [new(0, 1, true), new(1, 3, false)];
        var generator = new Generator(4, 3, [5, 6], slices, Rows, new Team(1));
        RandomSequence initial = new Philox(1).At(0, 0);
        generator.Initialise(ref initial);
        SparseRows condition = new(Rows, 1);
        for (int row = 0; row < Rows; row++)
        {
            RandomSequence noise = new Philox(1).At(4, (ulong)row);
            Noise.Normal(ref noise, generator.Noise.Row(row));
            Put(condition, row, 0, row % 3, 1);
        }
        generator.Refresh();
        generator.Forward(condition);
        var work = generator.Freeze().NewWorkspace(Rows);
        for (int row = 0; row < Rows; row++)
        {
            generator.Noise.Row(row).CopyTo(work.Noise.Row(row));
            work.Conditions[row] = row % 3;
        }
        work.Run(Rows);
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                // The variance kept is that with one degree of freedom less: 1 - 1/40 of the scale, at two layers.
                work.Sums.Row(row)[column].ShouldBe(generator.Sums.Row(row)[column], 0.05f);
            }
        }
    }

    private static void CheckGradients(ParameterSet parameters, Func<double> loss, float step)
    {
        loss();
        float[] gradients = [.. parameters.Gradients];
        gradients.Count(gradient => gradient != 0).ShouldBeGreaterThan(gradients.Length / 2);
        int agree = 0;
        for (int i = 0; i < gradients.Length; i++)
        {
            float before = parameters.Values[i];
            parameters.Values[i] = before + step;
            double above = loss();
            parameters.Values[i] = before - step;
            double below = loss();
            parameters.Values[i] = before;
            double difference = (above - below) / (2 * step);
            agree += Math.Abs(difference - gradients[i]) <= Tolerance * (Math.Abs(difference) + 0.02) ? 1 : 0;
        }
        ((double)agree / gradients.Length).ShouldBeGreaterThan(ShareThatAgrees);
    }

    private static void Put(SparseRows rows, int row, int slot, int place, float amount)
    {
        rows.Places[(row * rows.Slots) + slot] = place;
        rows.Amounts[(row * rows.Slots) + slot] = amount;
    }

    private static Matrix Filled(int rows, int columns, uint stream)
    {
        var matrix = new Matrix(rows, columns);
        RandomSequence sequence = new Philox(2).At(stream, 0);
        Noise.Normal(ref sequence, matrix.Flat);
        return matrix;
    }

    private static Matrix Positive(int rows, int columns)
    {
        Matrix matrix = Filled(rows, columns, 9);
        foreach (ref float value in matrix.Flat)
        {
            value = Math.Abs(value);
        }
        return matrix;
    }
}
