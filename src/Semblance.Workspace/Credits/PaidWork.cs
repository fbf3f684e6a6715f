namespace Semblance.Workspace.Credits;

/// <summary>Work whose price is reserved: it is charged if it is settled, and given back otherwise, however the work ends.</summary>
public sealed class PaidWork : IAsyncDisposable
{
    private readonly CreditLedger _ledger;
    private readonly Reservation _reservation;
    private bool _settled;

    internal PaidWork(CreditLedger ledger, Reservation reservation)
    {
        _ledger = ledger;
        _reservation = reservation;
    }

    /// <summary>What the key can still spend this month, this work taken as paid; null if there is no limit.</summary>
    public long? LeftMicros => _reservation.LeftMicros;

    /// <summary>Charges for the work; again does nothing.</summary>
    /// <returns>False if the reservation was given back meanwhile: the work must then not be handed out.</returns>
    public async Task<bool> SettleAsync() => _settled = _settled || await _ledger.SettleAsync(_reservation);

    /// <summary>Gives the price back unless it was charged.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_settled)
        {
            await _ledger.ReleaseAsync(_reservation);
        }
    }
}
