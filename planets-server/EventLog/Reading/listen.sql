listen phr_log
