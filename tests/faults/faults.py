"""Runs all cases; see rows.tsv and cases_*.py. The number before each name is that of the fault in the list of faults."""
import cases_disk
import cases_feed
import cases_h2
import cases_lists
import cases_proxy
import cases_refuse
import cases_robots
import cases_tls
import cases_transfer
import harness

for case in (cases_transfer.run, cases_transfer.guards, cases_transfer.public_and_private, cases_transfer.refused_urls, cases_transfer.marked_list, cases_transfer.far_redirect, cases_transfer.trap, *cases_robots.ALL,
             *cases_refuse.ALL, *cases_tls.ALL, *cases_h2.ALL, *cases_proxy.ALL, *cases_feed.ALL, *cases_lists.ALL, *cases_disk.ALL):
    try:
        case()
    except Exception as fault:
        harness.result(False, f'{case.__module__}.{case.__name__}: the case itself', repr(fault))
harness.finish()
