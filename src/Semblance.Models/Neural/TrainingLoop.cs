using System.Globalization;

namespace Semblance.Models.Neural;

/// <summary>
/// Epoch after epoch until there are enough or the validation score gets no better; the best model is kept. Everything the further course depends on
/// is in a checkpoint, so a fit that was killed goes on to the same model.
/// </summary>
internal sealed class TrainingLoop
{
    private readonly FitContext _context;
    private readonly ITrainingRun _run;
    private readonly ValidationScore? _validation;
    private readonly ModelFinisher _finisher;
    private readonly int _epochs;
    private readonly int _every;
    private readonly int _patience;
    private int _epoch;
    private bool _stopped;
    private int _sinceBest;
    private double? _lastScore;
    private double? _bestScore;
    private NetworkModel? _best;

    private TrainingLoop(ITrainingRun run, ValidationScore? validation, ModelFinisher finisher, FitContext context)
    {
        _run = run;
        _finisher = finisher;
        _validation = validation;
        _context = context;
        _epochs = context.Config.Get(NetworkOptions.Epochs);
        _every = context.Config.Get(NetworkOptions.ValidationEvery);
        _patience = context.Config.Get(NetworkOptions.Patience);
    }

    /// <summary>Trains to the end.</summary>
    /// <param name="run">The network.</param>
    /// <param name="validation">Scores models; null to train all epochs and keep the last model.</param>
    /// <param name="finisher">What is done to a network before it is scored or kept.</param>
    /// <param name="context">Options, progress, checkpoints, cancellation.</param>
    public static NetworkModel Train(ITrainingRun run, ValidationScore? validation, ModelFinisher finisher, FitContext context) =>
        new TrainingLoop(run, validation, finisher, context).Train();

    private NetworkModel Train()
    {
        _context.Checkpoints?.TryResume(ReadState);
        Report([]);
        while (_epoch < _epochs && !_stopped)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            KeyValuePair<string, double>[] losses = _run.TrainEpoch(_epoch, _context.Cancellation);
            _epoch++;
            foreach ((string name, double loss) in losses)
            {
                if (!double.IsFinite(loss))
                {
                    throw new Data.TableException(string.Create(CultureInfo.InvariantCulture,
                        $"The training diverged in epoch {_epoch}: the loss of the {name} is {loss}. Lower learning rates would be right."));
                }
            }
            if (_validation is not null && (_epoch % _every == 0 || _epoch == _epochs))
            {
                Validate();
            }
            if (_epoch < _epochs && !_stopped)
            {
                Report(losses);
                if (_context.Checkpoints is { IsDue: true } checkpoints)
                {
                    checkpoints.Save(WriteState);
                }
            }
        }
        NetworkModel model = _best ?? _finisher.Finish(_run.Freeze(_context.Cancellation));
        _context.Progress?.Report(new WorkProgress("fit", _epochs, _epochs, "epochs", new TrainingFigures([], _lastScore, _bestScore)));
        return model;
    }

    private void Validate()
    {
        NetworkModel model = _finisher.Finish(_run.Freeze(_context.Cancellation));
        _lastScore = _validation!.Of(model, _context.Cancellation);
        if (_bestScore is null || _lastScore < _bestScore)
        {
            _bestScore = _lastScore;
            _best = model;
            _sinceBest = 0;
        }
        else
        {
            _stopped = ++_sinceBest >= _patience;
        }
    }

    private void Report(KeyValuePair<string, double>[] losses) =>
        _context.Progress?.Report(new WorkProgress("fit", _epoch, _epochs, "epochs", new TrainingFigures(losses, _lastScore, _bestScore)));

    private void WriteState(BinaryWriter writer)
    {
        writer.Write(_epoch);
        writer.Write(_sinceBest);
        writer.Write(_lastScore ?? double.NaN);
        writer.Write(_bestScore ?? double.NaN);
        writer.Write(_best is not null);
        _best?.Write(writer);
        _run.WriteState(writer);
    }

    private void ReadState(BinaryReader reader)
    {
        _epoch = reader.ReadInt32();
        _sinceBest = reader.ReadInt32();
        _lastScore = Known(reader.ReadDouble());
        _bestScore = Known(reader.ReadDouble());
        _best = reader.ReadBoolean() ? NetworkModel.Read(reader) : null;
        _run.ReadState(reader);
    }

    private static double? Known(double score) => double.IsNaN(score) ? null : score;
}
